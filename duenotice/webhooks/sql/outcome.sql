-- Writes what became of tries, many at once. Side effects: webhooks_delivery.
-- What was delivered is delivered, whoever says so; the rest counts only from who still holds the endpoint, by its claim number.
UPDATE webhooks_delivery AS delivery
SET state = tried.state, next_at = tried.next_at, first_at = coalesce(delivery.first_at, %(now)s), updated_at = %(now)s,
    tried = (
        SELECT coalesce(jsonb_agg(one ORDER BY number), '[]')
        FROM jsonb_array_elements(delivery.tried || tried.said) WITH ORDINALITY AS kept (one, number)
        WHERE number > jsonb_array_length(delivery.tried) + 1 - %(most_tries)s
    )
FROM unnest(%(ids)s::uuid[], %(states)s::text[], %(next_ats)s::timestamptz[], %(said)s::jsonb[]) AS tried (id, state, next_at, said)
WHERE delivery.agency_id = %(agency_id)s AND delivery.endpoint_id = %(endpoint_id)s AND delivery.id = tried.id AND delivery.state = 'waiting'
    AND (
        tried.state = 'delivered'
        OR EXISTS (SELECT FROM webhooks_endpoint AS held WHERE held.agency_id = %(agency_id)s AND held.id = %(endpoint_id)s AND held.claim = %(claim)s)
    )
