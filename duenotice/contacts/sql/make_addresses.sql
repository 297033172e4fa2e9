-- Makes address rows, as arrays with an element for each; those that somebody has made meanwhile are left as they are. Lists inside the
-- arrays are parted by commas. One statement with a fixed text, because building it row by row cost more than the database's own work.
INSERT INTO contacts_address (id, agency_id, created_at, updated_at, kind, value, consent, consent_at, invalid_for, invalid_reason,
    invalid_source, invalid_at, line_type, time_zones)
SELECT id, %(agency_id)s, %(now)s, %(now)s, kind, value, consent, consent_at, string_to_array(invalid_for, ','), invalid_reason,
    invalid_source, invalid_at, line_type, string_to_array(time_zones, ',')
FROM unnest(%(id)s::uuid[], %(kind)s::text[], %(value)s::text[], %(consent)s::text[], %(consent_at)s::timestamptz[], %(invalid_for)s::text[],
    %(invalid_reason)s::text[], %(invalid_source)s::text[], %(invalid_at)s::timestamptz[], %(line_type)s::text[], %(time_zones)s::text[])
    AS made (id, kind, value, consent, consent_at, invalid_for, invalid_reason, invalid_source, invalid_at, line_type, time_zones)
WHERE NOT EXISTS (
    SELECT FROM contacts_address AS there WHERE there.agency_id = %(agency_id)s AND there.kind = made.kind AND there.value = made.value
)
ON CONFLICT DO NOTHING
