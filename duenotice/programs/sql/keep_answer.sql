-- Keeps what a POST with an Idempotency-Key was answered, in the place of an answer that was kept for its day and has not been pruned. No row
-- where one stands that is younger: somebody was faster.
-- Side effects: programs_answered. By hand, because every such POST writes it, and the ORM knows no ON CONFLICT for one row that is as short.
INSERT INTO programs_answered (id, api_client_id, agency_id, key, request_hash, status, body, at)
VALUES (%(id)s, %(api_client)s, %(agency_id)s, %(key)s, %(asked)s, %(status)s, %(body)s, %(now)s)
ON CONFLICT (api_client_id, key) DO UPDATE SET
    agency_id = excluded.agency_id, request_hash = excluded.request_hash, status = excluded.status, body = excluded.body, at = excluded.at
WHERE programs_answered.at < %(since)s
