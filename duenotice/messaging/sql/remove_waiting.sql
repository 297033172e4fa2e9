-- Deletes what waits for some addresses, contacts, clients, events or templates ({by} is a column name that Python checks), and answers it whole
-- for Undo. Uses message_waiting_by_address for addresses. Attempts of a message that went back to scheduled go with it.
-- Locks in id order before it deletes: two that delete some of the same messages, each for its own reason, wait for one another in turn.
WITH ending AS MATERIALIZED (
    SELECT id FROM messaging_message AS message
    WHERE message.agency_id = %(agency_id)s AND message.{by} = ANY(%(ids)s)
        AND message.status IN ('scheduled', 'claimed') AND message.kind <> 'compliance'
        AND (%(channels)s::text[] IS NULL OR message.channel = ANY(%(channels)s))
    ORDER BY id
    FOR UPDATE
)
DELETE FROM messaging_message AS message USING ending
WHERE message.agency_id = %(agency_id)s AND message.id = ending.id
RETURNING to_jsonb(message)
