-- Which senders have something due and may send it: not disabled, neither their agency nor the installation paused, a token in the bucket,
-- the day's cap not used up.
-- Walks every agency on purpose: it is how a worker finds its work. Changes nothing.
-- Probes sender by sender, one step in message_due_by_sender each: 1.5 ms where DISTINCT over a million due messages took 127 ms.
SELECT sender.agency_id, sender.id, sender.updated_at
FROM senders_sender AS sender
JOIN agencies_agency AS agency ON agency.id = sender.agency_id
CROSS JOIN LATERAL (
    SELECT FROM messaging_message AS message
    WHERE message.agency_id = sender.agency_id AND message.sender_id = sender.id
        AND message.status = 'scheduled' AND message.held_for <> 'approval' AND message.send_at <= %(now)s
    LIMIT 1
) AS due
WHERE sender.disabled_at IS NULL AND agency.sending_paused_at IS NULL
    AND NOT EXISTS (SELECT FROM agencies_installation WHERE id = 1 AND sending_paused_at IS NOT NULL)
    AND (
        sender.daily_limit IS NULL OR sender.used < sender.daily_limit
        OR sender.used_on IS DISTINCT FROM (%(now)s AT TIME ZONE 'America/Los_Angeles')::date
    )
    AND sender.tokens + sender.speed * greatest(0, extract(epoch FROM %(now)s - sender.tokens_at)) >= 1
ORDER BY sender.id
