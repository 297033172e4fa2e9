-- Takes an Idempotency-Key for this transaction, unless somebody has it, and reads what was answered under it within the day: always one row.
-- Side effects: an advisory lock until the transaction ends. One statement for both, because a round trip each was a third of what a key
-- costs (benchmarks/README.md); an answer that is committed between its snapshot and the lock is not seen here, and keep_answer.sql finds it.
SELECT held.it, answered.request_hash, answered.status, answered.body
FROM (SELECT pg_try_advisory_xact_lock(%(lock)s::bigint) AS it) AS held
LEFT JOIN programs_answered AS answered
    ON answered.api_client_id = %(api_client)s AND answered.key = %(key)s AND answered.at >= %(since)s
