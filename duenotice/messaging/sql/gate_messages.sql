-- The messages that are still in this status, locked last. The caller compares claim numbers.
-- One that somebody is changing is passed over: it is being deleted, or put back, or its lease has run out.
SELECT id, agency_id, client_id, contact_id, address_id, event_id, template_id, made_by, kind, origin_id, occasion, channel, status, language, subject, body, secret, files,
    send_at, planned_for, expires_at, lease_until, sender_id, ignores_quiet_hours, repeats_anyway, only_simulate, held_for, hurried_at, reason,
    claim, attempts, fallback_of
FROM messaging_message
WHERE agency_id = %(agency_id)s AND id = ANY(%(ids)s) AND status = ANY(%(statuses)s) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
