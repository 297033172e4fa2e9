-- The events of claimed messages, held so that nobody moves or cancels them before the gate commits. Passes over as gate_addresses does.
SELECT * FROM events_event WHERE agency_id = %(agency_id)s AND id = ANY(%(ids)s) ORDER BY id FOR SHARE SKIP LOCKED
