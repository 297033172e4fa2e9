-- Writes what gateways answered, for messages that are still ours: the claim number is the one that we submitted with.
-- A message whose lease ran out meanwhile is `unknown`; our answer resolves it. One that a callback moved on keeps its status and gets only
-- the gateway's reference. The attempt is closed in any case. Side effects: messaging_message, messaging_attempt, messaging_receipt.
WITH answered AS (
    SELECT * FROM unnest(
        %(ids)s::uuid[], %(claims)s::integer[], %(numbers)s::smallint[], %(statuses)s::text[], %(outcomes)s::text[], %(codes)s::text[],
        %(words)s::text[], %(references)s::text[]
    ) AS answered (id, claim, number, status, outcome, code, words, reference)
), closed AS (
    UPDATE messaging_attempt AS attempt SET ended_at = %(now)s, outcome = answered.outcome, code = answered.code, words = answered.words
    FROM answered
    WHERE attempt.agency_id = %(agency_id)s AND attempt.message_id = answered.id AND attempt.number = answered.number
), moved AS (
    UPDATE messaging_message AS message
    SET status = CASE WHEN message.status IN ('submitting', 'unknown') THEN answered.status ELSE message.status END,
        status_at = CASE WHEN message.status IN ('submitting', 'unknown') THEN %(now)s ELSE message.status_at END,
        reason_code = CASE WHEN message.status IN ('submitting', 'unknown') THEN answered.code ELSE message.reason_code END,
        reason = CASE WHEN message.status IN ('submitting', 'unknown') THEN answered.words ELSE message.reason END,
        gateway_reference = CASE WHEN answered.reference <> '' THEN answered.reference ELSE message.gateway_reference END,
        lease_until = NULL, updated_at = %(now)s
    FROM answered
    WHERE message.agency_id = %(agency_id)s AND message.id = answered.id AND message.claim = answered.claim
        AND message.status IN ('submitting', 'unknown', 'sent', 'delivered', 'failed')
    RETURNING message.id, message.gateway
), arrived AS (
    INSERT INTO messaging_receipt (id, agency_id, message_id, at, gateway, status, code, words)
    SELECT uuidv7(), %(agency_id)s, moved.id, %(now)s, moved.gateway, 'delivered', '', ''
    FROM moved JOIN answered ON answered.id = moved.id
    WHERE answered.status = 'delivered'
)
SELECT id FROM moved
