-- Ends the waiting for approval of what was made up to a moment: it may be claimed (`to` is scheduled), or is cancelled. Locks in id order.
-- Side effects: messaging_message.
WITH decided AS MATERIALIZED (
    SELECT id FROM messaging_message
    WHERE agency_id = %(agency_id)s AND status = 'scheduled' AND held_for = 'approval' AND hurried_at <= %(seen)s
    ORDER BY id
    FOR UPDATE
)
UPDATE messaging_message AS message
SET status = %(to)s, held_for = '', updated_at = %(now)s,
    status_at = CASE WHEN %(to)s = 'scheduled' THEN message.status_at ELSE %(now)s END,
    reason_code = CASE WHEN %(to)s = 'scheduled' THEN '' ELSE 'cancelled_by_staff' END
FROM decided
WHERE message.agency_id = %(agency_id)s AND message.id = decided.id
