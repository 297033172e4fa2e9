-- Moves the messages that are called for otherwise than they stand, and expires those that would come too late by now. The caller holds them,
-- with all that they depend on. A claimed one goes back to scheduled: it was read when it was due at another time. A waiting one keeps the
-- moment at which it goes unless it is called for at another. What waits for approval goes on waiting, unless it goes much later now. Side effects: messaging_message.
{plan}
UPDATE messaging_message AS message
SET status = CASE WHEN act = 'expire' OR quiet THEN 'expired' ELSE 'scheduled' END,
    status_at = CASE WHEN act = 'expire' OR quiet OR message.status = 'expired' THEN %(now)s ELSE message.status_at END,
    reason_code = CASE WHEN act = 'expire' THEN 'too_late' WHEN quiet THEN 'held_too_long' ELSE '' END,
    reason = CASE WHEN act = 'expire' THEN %(late_words)s WHEN quiet THEN %(held_words)s ELSE '' END,
    occasion = plan.occasion, planned_for = plan.send_at, expires_at = plan.expires_at, language = plan.language, channel = plan.channel,
    send_at = CASE
        WHEN NOT retimed THEN message.send_at
        WHEN at_once THEN greatest(plan.send_at, %(now)s)
        ELSE plan.send_at
    END,
    held_for = CASE WHEN retimed AND (message.held_for <> 'approval' OR plan.send_at >= %(hurried_before)s) THEN '' ELSE message.held_for END,
    hurried_at = CASE
        WHEN NOT retimed THEN message.hurried_at
        WHEN act = 'move' AND NOT quiet AND plan.send_at < %(hurried_before)s THEN %(now)s
    END,
    sender_id = CASE WHEN message.channel = plan.channel AND message.channel || ' ' || message.sender_id = ANY(%(usable)s::text[]) THEN message.sender_id ELSE coalesce(plan.sender_id, message.sender_id) END,
    lease_until = NULL, updated_at = %(now)s
FROM plan
WHERE message.agency_id = %(agency_id)s AND message.id = plan.message_id AND act IN ('move', 'expire')
    AND message.status IN ('scheduled', 'claimed', 'expired')
RETURNING act
