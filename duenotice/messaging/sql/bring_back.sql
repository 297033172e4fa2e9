-- Inserts messages that an undone action had deleted, as scheduled, if they are not due yet. The claim number goes on from where it was, so a
-- worker that still holds the old claim cannot write. Twice inserts once.
-- What was deleted before the column repeats_anyway came has none.
INSERT INTO messaging_message
SELECT (jsonb_populate_record(
    NULL::messaging_message,
    jsonb_build_object('repeats_anyway', false) || row || jsonb_build_object('status', 'scheduled', 'claim', (row ->> 'claim')::int + 1, 'lease_until', NULL,
        'status_at', %(now)s::timestamptz, 'updated_at', %(now)s::timestamptz)
)).*
FROM jsonb_array_elements(%(stash)s::jsonb) AS row
WHERE (row ->> 'agency_id')::uuid = %(agency_id)s AND (row ->> 'send_at')::timestamptz > %(now)s
ON CONFLICT DO NOTHING
RETURNING id
