-- Messages of which nobody learned for three days whether they arrived: they close as failed, with a task for staff. Every agency's, by
-- message_unknown. Side effects: messaging_message.
WITH lapsed AS MATERIALIZED (
    SELECT agency_id, id FROM messaging_message
    WHERE status = 'unknown' AND status_at <= %(since)s LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE messaging_message AS message
SET status = 'failed', reason_code = 'never_known', reason = %(words)s, needs_review = TRUE, status_at = %(now)s, updated_at = %(now)s
FROM lapsed WHERE message.agency_id = lapsed.agency_id AND message.id = lapsed.id
RETURNING message.id
