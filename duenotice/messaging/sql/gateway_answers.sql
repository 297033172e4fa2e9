-- For each sender of an agency: how long its gateway took to answer since a moment (seconds, median and 95th of a hundred), how many calls
-- it refused, and since when its oldest due message waits. Changes nothing.
SELECT sender.id, answers.median, answers.slow, coalesce(answers.refused, 0), oldest.send_at
FROM senders_sender AS sender
LEFT JOIN LATERAL (
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM attempt.ended_at - attempt.started_at)) AS median,
        percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM attempt.ended_at - attempt.started_at)) AS slow,
        count(*) FILTER (WHERE attempt.outcome = 'refused') AS refused
    FROM messaging_message AS message
    JOIN messaging_attempt AS attempt ON attempt.agency_id = message.agency_id AND attempt.message_id = message.id
    WHERE message.agency_id = %(agency_id)s AND message.sender_id = sender.id AND message.send_at >= %(since)s AND message.send_at < %(until)s
        AND attempt.ended_at IS NOT NULL
) AS answers ON TRUE
LEFT JOIN LATERAL (
    SELECT message.send_at FROM messaging_message AS message
    WHERE message.agency_id = %(agency_id)s AND message.sender_id = sender.id AND message.status = 'scheduled'
        AND message.held_for <> 'approval' AND message.send_at <= %(now)s
    ORDER BY message.send_at LIMIT 1
) AS oldest ON TRUE
WHERE sender.agency_id = %(agency_id)s
