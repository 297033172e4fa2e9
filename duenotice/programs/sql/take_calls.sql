-- Takes up to %(most)s calls out of a program's present minute, fewer the nearer its limit is, so that processes that each hold some in
-- advance neither let more through than the limit, nor refuse much earlier. The minute begins with its first call.
-- Side effects: programs_apirate. One statement for twenty calls; two of them at once wait for each other on the row.
INSERT INTO programs_apirate AS rate (api_client_id, started_at, used)
VALUES (%(api_client)s, %(now)s, least(%(most)s, %(limit)s))
ON CONFLICT (api_client_id) DO UPDATE SET
    started_at = CASE WHEN rate.started_at <= %(now)s - interval '1 minute' THEN %(now)s ELSE rate.started_at END,
    used = CASE
        WHEN rate.started_at <= %(now)s - interval '1 minute' THEN least(%(most)s, %(limit)s)
        ELSE least(%(limit)s, rate.used + least(%(most)s, greatest(1, (%(limit)s - rate.used) / 10)))
    END
RETURNING new.started_at, new.used, new.used - CASE WHEN old.started_at = new.started_at THEN old.used ELSE 0 END
