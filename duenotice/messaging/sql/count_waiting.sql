-- Counts what remove_waiting.sql would delete.
SELECT count(*) FROM messaging_message AS message
WHERE message.agency_id = %(agency_id)s AND message.{by} = ANY(%(ids)s)
    AND message.status IN ('scheduled', 'claimed') AND message.kind <> 'compliance'
