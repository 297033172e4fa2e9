-- What an endpoint is told next, in order: what waits, but for records of which something earlier waits for a later try. Changes nothing.
-- Of an endpoint that is paused or waits for its next try, tests alone.
SELECT delivery.id
FROM webhooks_delivery AS delivery
WHERE delivery.agency_id = %(agency_id)s AND delivery.endpoint_id = %(endpoint_id)s AND delivery.state = 'waiting' AND delivery.next_at <= %(now)s
    AND (delivery.test OR NOT %(tests_only)s)
    AND NOT EXISTS (
        SELECT FROM webhooks_delivery AS earlier
        WHERE earlier.agency_id = %(agency_id)s AND earlier.endpoint_id = %(endpoint_id)s AND earlier.state = 'waiting'
            AND earlier.record_id = delivery.record_id AND earlier.seq < delivery.seq AND earlier.next_at > %(now)s
    )
ORDER BY delivery.seq
LIMIT %(most)s
