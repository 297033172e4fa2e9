-- Deletes what Undo keeps of actions on purged records, or of deleted messages that point at one. Few rows: each lives a day.
-- Side effects: actions_undo.
DELETE FROM actions_undo AS undo
WHERE undo.agency_id = %(agency_id)s AND (
    undo.before ?| %(ids)s::text[]
    OR EXISTS (
        SELECT FROM jsonb_array_elements(undo.messages) AS message
        WHERE undo.agency_id = %(agency_id)s AND ARRAY[
            message ->> 'id', message ->> 'client_id', message ->> 'contact_id', message ->> 'address_id', message ->> 'event_id'
        ] && %(ids)s::text[]
    )
)
