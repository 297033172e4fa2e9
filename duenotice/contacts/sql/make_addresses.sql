-- Makes address rows, as arrays with an element for each; those that somebody has made meanwhile are left as they are. Lists inside the
-- arrays are parted by commas. One statement with a fixed text, because building it row by row cost more than the database's own work.
INSERT INTO contacts_address (id, agency_id, created_at, updated_at, kind, value, consent, consent_at, invalid_for, invalid_reason,
    invalid_source, invalid_at, line_type, time_zones)
SELECT uuidv7(), %(agency_id)s, %(now)s, %(now)s, kind, value, consent, CASE WHEN consent <> %(unset)s THEN %(now)s::timestamptz END,
    string_to_array(invalid_for, ','), invalid_reason, CASE WHEN invalid_reason <> '' THEN %(source)s ELSE '' END,
    CASE WHEN invalid_reason <> '' THEN %(now)s::timestamptz END, line_type, string_to_array(time_zones, ',')
FROM unnest(%(kind)s::text[], %(value)s::text[], %(consent)s::text[], %(invalid_for)s::text[], %(invalid_reason)s::text[],
    %(line_type)s::text[], %(time_zones)s::text[]) AS made (kind, value, consent, invalid_for, invalid_reason, line_type, time_zones)
WHERE NOT EXISTS (
    SELECT FROM contacts_address AS there WHERE there.agency_id = %(agency_id)s AND there.kind = made.kind AND there.value = made.value
)
ON CONFLICT DO NOTHING
