-- The clients of claimed messages, held so that nobody archives them before the gate commits. Passes over as gate_addresses does.
SELECT id, agency_id, reference, first_name, middle_name, last_name, language, time_zone, portal_off, archived_at, trashed_at
FROM clients_client
WHERE agency_id = %(agency_id)s AND id = ANY(%(ids)s) ORDER BY id FOR SHARE SKIP LOCKED
