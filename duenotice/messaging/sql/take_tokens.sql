-- Takes up to `limit` tokens from a sender's bucket and answers how many; no row where there is not one, where the day's cap is used up, or
-- where sending is paused.
-- The bucket fills by elapsed time × speed and holds one second's worth, one message at least. A transaction of its own: whoever claims
-- next to us waits for this row only as long as this statement runs. Side effects: senders_sender.
WITH today AS (
    SELECT (%(now)s AT TIME ZONE 'America/Los_Angeles')::date AS day
), bucket AS (
    SELECT id, day, least(greatest(speed, 1), tokens + speed * greatest(0, extract(epoch FROM %(now)s - tokens_at))) AS tokens,
        CASE WHEN used_on = day THEN used ELSE 0 END AS used,
        CASE WHEN daily_limit IS NULL THEN %(limit)s ELSE daily_limit - CASE WHEN used_on = day THEN used ELSE 0 END END AS left_today
    FROM senders_sender, today
    WHERE agency_id = %(agency_id)s AND id = %(sender_id)s AND disabled_at IS NULL
        AND EXISTS (SELECT FROM agencies_agency WHERE id = %(agency_id)s AND sending_paused_at IS NULL)
        AND NOT EXISTS (SELECT FROM agencies_installation WHERE id = 1 AND sending_paused_at IS NOT NULL)
    FOR NO KEY UPDATE OF senders_sender
)
UPDATE senders_sender AS sender
SET tokens = bucket.tokens - least(%(limit)s, floor(bucket.tokens), left_today), tokens_at = greatest(sender.tokens_at, %(now)s),
    used_on = bucket.day, used = bucket.used + least(%(limit)s, floor(bucket.tokens), left_today)
FROM bucket
WHERE sender.agency_id = %(agency_id)s AND sender.id = bucket.id AND bucket.tokens >= 1 AND left_today >= 1
RETURNING least(%(limit)s, floor(bucket.tokens), left_today)::integer
