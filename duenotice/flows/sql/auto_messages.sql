-- The live auto messages that something calls for. Changes nothing. Asked by every sync, like steps.sql.
SELECT {columns} FROM flows_automessage AS row
WHERE agency_id = %(agency_id)s AND trigger = ANY(%(triggers)s) AND archived_at IS NULL AND trashed_at IS NULL
ORDER BY id
