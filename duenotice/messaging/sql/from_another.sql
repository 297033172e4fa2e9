-- Moves what waits where it cannot be sent from (a phone or email that is disabled, or does not carry its channel by now) to the agency's next
-- one for its channel. What flows and auto messages call for is left to sync; a confirmation is answered by the number that was written to.
-- A claimed one goes back to scheduled. Locks in id order. Side effects: messaging_message.
-- Reads all that waits in the agency: only once a phone or email has gone, or a channel has its first.
WITH next AS (
    SELECT * FROM unnest(%(channels)s::text[], %(senders)s::uuid[]) AS next (channel, sender_id)
), held AS MATERIALIZED (
    SELECT message.id, next.sender_id FROM messaging_message AS message JOIN next ON next.channel = message.channel
    WHERE message.agency_id = %(agency_id)s AND message.status IN ('scheduled', 'claimed') AND message.kind <> 'compliance'
        AND (message.planned_for IS NULL OR message.fallback_of IS NOT NULL)
        AND NOT message.channel || ' ' || message.sender_id = ANY(%(usable)s::text[])
    ORDER BY message.id
    FOR NO KEY UPDATE OF message
)
UPDATE messaging_message AS message
SET sender_id = held.sender_id, status = 'scheduled', lease_until = NULL, updated_at = %(now)s,
    held_for = CASE WHEN held_for = 'no_sender' THEN '' ELSE held_for END, reason = CASE WHEN held_for = 'no_sender' THEN '' ELSE reason END
FROM held WHERE message.agency_id = %(agency_id)s AND message.id = held.id
