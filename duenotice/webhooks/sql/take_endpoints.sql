-- Takes endpoints in hand that have something due, those that waited longest first, and answers them. Changes webhooks_endpoint.
-- One holder at a time, so that an endpoint hears in order; who dies lets the lease run out. A test is due while the endpoint is paused, too.
-- Walks every agency on purpose: each look for something due is one step in delivery_waiting.
UPDATE webhooks_endpoint AS endpoint
SET claim = endpoint.claim + 1, claimed_at = %(now)s, lease_until = %(until)s
FROM (
    SELECT waiting.id FROM webhooks_endpoint AS waiting
    WHERE (waiting.lease_until IS NULL OR waiting.lease_until <= %(now)s)
        AND EXISTS (
            SELECT FROM webhooks_delivery AS delivery
            WHERE delivery.agency_id = waiting.agency_id AND delivery.endpoint_id = waiting.id AND delivery.state = 'waiting'
                AND delivery.next_at <= %(now)s
                AND (delivery.test OR (waiting.paused_at IS NULL AND (waiting.retry_at IS NULL OR waiting.retry_at <= %(now)s)))
        )
    ORDER BY waiting.claimed_at NULLS FIRST
    LIMIT %(most)s
    FOR NO KEY UPDATE SKIP LOCKED
) AS taken
WHERE endpoint.id = taken.id
RETURNING endpoint.id
