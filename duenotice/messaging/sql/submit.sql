-- The moment of hand-off: messages that passed the gate become `submitting`, with the words as they leave and an attempt each, before any call.
-- The gate holds their rows; the claim number is compared all the same. Side effects: messaging_message, messaging_attempt.
WITH passed AS (
    SELECT * FROM unnest(
        %(ids)s::uuid[], %(claims)s::integer[], %(attempts)s::uuid[], %(subjects)s::text[], %(bodies)s::text[], %(hashes)s::bytea[],
        %(segments)s::smallint[]
    ) AS passed (id, claim, attempt_id, subject, body, hash, segments)
), submitted AS (
    UPDATE messaging_message AS message
    SET status = 'submitting', status_at = %(now)s, updated_at = %(now)s, lease_until = %(now)s + %(lease)s * interval '1 second', held_for = '',
        attempts = message.attempts + 1, gateway = %(gateway)s, sent_subject = passed.subject, sent_body = passed.body,
        words_hash = passed.hash, segments = passed.segments, reason_code = '', reason = ''
    FROM passed
    WHERE message.agency_id = %(agency_id)s AND message.id = passed.id
        AND message.status = 'claimed' AND message.claim = passed.claim
    RETURNING message.id, message.attempts, passed.attempt_id
)
INSERT INTO messaging_attempt (id, agency_id, message_id, number, gateway, started_at, outcome, code, words)
SELECT attempt_id, %(agency_id)s, id, attempts, %(gateway)s, %(now)s, '', '', '' FROM submitted
RETURNING message_id, number
