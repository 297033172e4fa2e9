-- What waits about events that changed. Claimed ones go back to scheduled: they were read when the event said something else. What was to
-- expire when its event began, or would expire after it begins now, expires when it begins now; a one-off still lives no longer than it did.
-- What was due before its event and would be due after it now is expired, so that staff see it. What was meant for after the event is left.
-- Of what flows and auto messages call for (`planned_for`) all that is left to sync, but that claimed ones go back.
-- Side effects: messaging_message. By the index on event_id; one row per waiting message. Not measured yet.
UPDATE messaging_message AS message
SET status = CASE WHEN planned_for IS NULL AND message.send_at < moved.was AND message.send_at >= moved.starts THEN 'expired' ELSE 'scheduled' END,
    status_at = CASE WHEN planned_for IS NULL AND message.send_at < moved.was AND message.send_at >= moved.starts THEN %(now)s ELSE message.status_at END,
    reason_code = CASE WHEN planned_for IS NULL AND message.send_at < moved.was AND message.send_at >= moved.starts THEN 'too_late' ELSE message.reason_code END,
    reason = CASE WHEN planned_for IS NULL AND message.send_at < moved.was AND message.send_at >= moved.starts THEN %(words)s ELSE message.reason END,
    expires_at = CASE
        WHEN planned_for IS NOT NULL OR message.expires_at IS NULL OR message.expires_at > moved.was THEN message.expires_at
        WHEN message.kind = ANY(%(one_offs)s) THEN LEAST(moved.starts, message.send_at + %(one_off_life)s * interval '1 second')
        WHEN message.expires_at = moved.was OR message.expires_at > moved.starts THEN moved.starts
        ELSE message.expires_at
    END,
    lease_until = NULL, updated_at = %(now)s
FROM unnest(%(ids)s::uuid[], %(was)s::timestamptz[], %(starts)s::timestamptz[]) AS moved (id, was, starts)
WHERE message.agency_id = %(agency_id)s AND message.event_id = moved.id AND message.status IN ('scheduled', 'claimed')
    AND message.kind <> 'compliance'
RETURNING message.status, planned_for IS NULL
