-- Makes the messages that are called for and not there. What quiet hours would push past its event is made as expired, so that staff see it.
-- The caller holds the addresses, contacts, clients and events FOR KEY SHARE at least, in lock order, and no others are looked at: nothing
-- that could end deliverability commits before this does. Side effects: messaging_message.
-- Sorted, so that all of the plan is there before the first row is: else each look for a known occasion reads what was just inserted, and
-- 18,000 messages took six times as long as bare. In this order neighbours in the indexes come together.
{plan}
INSERT INTO messaging_message (id, agency_id, created_at, updated_at, client_id, contact_id, address_id, event_id, sender_id, template_id,
    kind, channel, status, status_at, origin_id, occasion, planned_for, language, subject, body, sent_subject, sent_body, files, segments,
    send_at, expires_at, ignores_quiet_hours, held_for, claim, attempts, reason_code, reason, gateway, gateway_reference, needs_review,
    shared_address, hurried_at)
SELECT uuidv7(), %(agency_id)s, %(now)s, %(now)s, client_id, contact_id, address_id, event_id, sender_id, template_id,
    kind, channel, CASE WHEN quiet THEN 'expired' ELSE 'scheduled' END, %(now)s, origin_id, occasion,
    CASE WHEN %(owned)s THEN send_at END, language, '', '', '', '', '{}', 1,
    CASE WHEN at_once THEN greatest(send_at, %(now)s) ELSE send_at END, expires_at, false, '', 0, 0,
    CASE WHEN quiet THEN 'held_too_long' ELSE '' END, CASE WHEN quiet THEN %(held_words)s ELSE '' END, '', '', false, false,
    CASE WHEN NOT quiet AND send_at < %(hurried_before)s THEN %(now)s END
FROM plan WHERE act = 'create'
ORDER BY event_id, contact_id, send_at
