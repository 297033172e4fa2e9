-- Messages that waited past the moment until which they may be sent: expired, or failed where the agency's own set-up held them, because
-- then a person has something to repair. Every agency's, by message_expiring. Side effects: messaging_message.
WITH lapsed AS MATERIALIZED (
    SELECT agency_id, id FROM messaging_message
    WHERE status = 'scheduled' AND expires_at <= %(now)s LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE messaging_message AS message
SET status = CASE WHEN held_for = ANY(%(setup)s) THEN 'failed' ELSE 'expired' END,
    reason_code = CASE WHEN reason_code = '' THEN 'too_late' ELSE reason_code END,
    reason = CASE WHEN reason = '' THEN %(words)s ELSE reason END,
    status_at = %(now)s, updated_at = %(now)s, lease_until = NULL
FROM lapsed WHERE message.agency_id = lapsed.agency_id AND message.id = lapsed.id
RETURNING message.id
