-- The messages that are still in this status, locked last. The caller compares claim numbers.
-- One that somebody is changing is passed over: it is being deleted, or put back, or its lease has run out.
SELECT * FROM messaging_message
WHERE agency_id = %(agency_id)s AND id = ANY(%(ids)s) AND status = ANY(%(statuses)s) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
