-- What monitors ask of the whole installation: is sending paused, when was a worker last heard, since when is the oldest due message due.
-- Walks every agency on purpose, sender by sender, one step in message_due_by_sender each, and leaves out paused agencies. Changes nothing.
SELECT
    EXISTS (SELECT FROM agencies_installation WHERE id = 1 AND sending_paused_at IS NOT NULL) AS paused,
    (SELECT max(at) FROM messaging_workerheartbeat) AS worker_heard_at,
    (
        SELECT min(oldest.send_at)
        FROM senders_sender AS sender
        JOIN agencies_agency AS agency ON agency.id = sender.agency_id
        CROSS JOIN LATERAL (
            SELECT message.send_at FROM messaging_message AS message
            WHERE message.agency_id = sender.agency_id AND message.sender_id = sender.id AND message.status = 'scheduled'
                AND message.held_for <> 'approval'
            ORDER BY message.send_at LIMIT 1
        ) AS oldest
        WHERE agency.sending_paused_at IS NULL AND sender.disabled_at IS NULL AND oldest.send_at <= %(now)s
    ) AS oldest_due_at
