-- Takes up to `limit` tokens from a sender's bucket and answers how many; no row where there is not one, or where
-- sending is paused.
-- The bucket fills by elapsed time × speed and holds one second's worth, one message at least. A transaction of its own: whoever claims
-- next to us waits for this row only as long as this statement runs. Side effects: senders_sender.
WITH bucket AS (
    SELECT id, least(greatest(speed, 1), tokens + speed * greatest(0, extract(epoch FROM %(now)s - tokens_at))) AS tokens
    FROM senders_sender
    WHERE agency_id = %(agency_id)s AND id = %(sender_id)s AND disabled_at IS NULL
        AND EXISTS (SELECT FROM agencies_agency WHERE id = %(agency_id)s AND sending_paused_at IS NULL)
        AND NOT EXISTS (SELECT FROM agencies_installation WHERE id = 1 AND sending_paused_at IS NOT NULL)
    FOR NO KEY UPDATE
)
UPDATE senders_sender AS sender
SET tokens = bucket.tokens - least(%(limit)s, floor(bucket.tokens)), tokens_at = greatest(sender.tokens_at, %(now)s)
FROM bucket
WHERE sender.agency_id = %(agency_id)s AND sender.id = bucket.id AND bucket.tokens >= 1
RETURNING least(%(limit)s, floor(bucket.tokens))::integer
