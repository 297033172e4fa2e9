-- Messages that a worker submitted and left behind are unknown: the gateway may have them, so they are never blindly sent again. Every
-- agency's, by message_leased. Side effects: messaging_message, messaging_attempt.
WITH lapsed AS MATERIALIZED (
    SELECT agency_id, id FROM messaging_message
    WHERE status = 'submitting' AND lease_until < %(now)s LIMIT %(limit)s FOR UPDATE SKIP LOCKED
), moved AS (
    UPDATE messaging_message AS message
    SET status = 'unknown', status_at = %(now)s, updated_at = %(now)s, lease_until = NULL, reason_code = %(code)s, reason = %(words)s
    FROM lapsed WHERE message.agency_id = lapsed.agency_id AND message.id = lapsed.id
    RETURNING message.agency_id, message.id, message.attempts
), closed AS (
    UPDATE messaging_attempt AS attempt SET ended_at = %(now)s, outcome = 'unknown', code = %(code)s, words = %(words)s
    FROM moved
    WHERE attempt.agency_id = moved.agency_id AND attempt.message_id = moved.id AND attempt.number = moved.attempts AND attempt.ended_at IS NULL
)
SELECT id FROM moved
