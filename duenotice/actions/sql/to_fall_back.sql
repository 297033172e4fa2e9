-- Messages of flows that failed and of which nobody settled yet what goes in their place. Those whose step asks for no other way are settled
-- here, all at once; the others are answered. Every agency's, by message_unsettled: it is how a worker finds them. Side effects: messaging_message.
WITH failed AS MATERIALIZED (
    SELECT message.agency_id, message.id, step.id IS NOT NULL AS asks
    FROM messaging_message AS message
    LEFT JOIN flows_flowstep AS step ON step.agency_id = message.agency_id AND step.id = message.origin_id AND step.fallback
    WHERE message.status = 'failed' AND message.kind = 'flow' AND message.fallback_settled_at IS NULL
    ORDER BY message.status_at
    LIMIT %(limit)s
    FOR NO KEY UPDATE OF message SKIP LOCKED
), settled AS (
    UPDATE messaging_message AS message SET fallback_settled_at = %(now)s
    FROM failed WHERE message.agency_id = failed.agency_id AND message.id = failed.id AND NOT failed.asks
)
SELECT agency_id, id FROM failed WHERE asks
