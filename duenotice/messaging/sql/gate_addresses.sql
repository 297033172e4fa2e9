-- The addresses of claimed messages, held so that nobody opts them out or finds them Invalid before the gate commits.
-- One that somebody is changing is passed over, and its messages go back: the gate never waits, so it can neither be blocked nor deadlock.
SELECT id, agency_id, kind, value, consent, invalid_for, time_zones
FROM contacts_address
WHERE agency_id = %(agency_id)s AND id = ANY(%(ids)s) ORDER BY id FOR SHARE SKIP LOCKED
