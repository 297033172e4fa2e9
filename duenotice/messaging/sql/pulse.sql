-- What the frame of every page and the health check ask: does the worker live, is anything late, how much is unread. Changes nothing.
-- One statement, because every page asks it. The oldest message is sought sender by sender, so that each search is one step in
-- message_due_by_sender, however many messages are scheduled. Counting stops: what is unread at 100, what waits
-- for approval at 10,000.
SELECT
    (SELECT sending_paused_at IS NOT NULL FROM agencies_installation WHERE id = 1) AS installation_paused,
    (SELECT max(at) FROM messaging_workerheartbeat) AS worker_heard_at,
    (
        SELECT min(oldest.send_at)
        FROM senders_sender sender
        CROSS JOIN LATERAL (
            SELECT message.send_at
            FROM messaging_message message
            WHERE message.agency_id = sender.agency_id AND message.sender_id = sender.id AND message.status = 'scheduled'
                AND message.held_for <> 'approval'
            ORDER BY message.send_at
            LIMIT 1
        ) oldest
        WHERE sender.agency_id = %(agency)s
    ) AS oldest_due_at,
    (
        SELECT count(*)
        FROM (
            SELECT FROM messaging_message message
            WHERE message.agency_id = %(agency)s AND message.kind = 'inbound' AND message.read_at IS NULL
            LIMIT 100
        ) unread
    ) AS unread,
    (
        SELECT count(*)
        FROM (
            SELECT FROM messaging_message message
            WHERE message.agency_id = %(agency)s AND message.status = 'scheduled' AND message.held_for = 'approval'
            LIMIT 10000
        ) unapproved
    ) AS unapproved,
    EXISTS (
        SELECT FROM jobs_job job
        WHERE job.agency_id = %(agency)s AND job.kind = 'sync' AND job.state IN ('paused', 'failed') AND job.parameters ? 'changed'
    ) AS sync_stands,
    (
        SELECT array[sender.value, sender.trouble]
        FROM senders_sender sender
        WHERE sender.agency_id = %(agency)s AND sender.trouble_at IS NOT NULL AND sender.disabled_at IS NULL
        ORDER BY sender.trouble_at
        LIMIT 1
    ) AS trouble
