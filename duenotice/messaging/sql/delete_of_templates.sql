-- Deletes what waits of some templates, by the index on template_id. Locks in id order before it deletes, like remove_waiting.sql; answers
-- nothing, because of a flow it may be a million. Side effects: messaging_message.
WITH ending AS MATERIALIZED (
    SELECT id FROM messaging_message
    WHERE agency_id = %(agency_id)s AND template_id = ANY(%(ids)s) AND status IN ('scheduled', 'claimed')
    ORDER BY id
    FOR UPDATE
)
DELETE FROM messaging_message AS message USING ending WHERE message.agency_id = %(agency_id)s AND message.id = ending.id
