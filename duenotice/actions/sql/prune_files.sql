-- Deletes the files of one agency that somebody attached so long ago and no message carries: forms that were never sent.
-- Those of messages that Undo can still bring back stay. Side effects: messaging_file. Served by message_files; Undo's rows live a day.
DELETE FROM messaging_file AS file
WHERE file.agency_id = %(agency_id)s AND file.created_at < %(before)s
    AND NOT EXISTS (
        SELECT FROM messaging_message AS message
        WHERE message.agency_id = %(agency_id)s AND message.files @> ARRAY[file.id] AND message.files <> '{}'
    )
    AND NOT EXISTS (
        SELECT FROM actions_undo AS undo CROSS JOIN LATERAL jsonb_array_elements(undo.messages) AS message
        WHERE undo.agency_id = %(agency_id)s AND message -> 'files' ? file.id::text
    )
