-- Ends messages that will not be sent, each with its reason: expired, failed, or cancelled as a duplicate. The caller holds their rows.
-- Side effects: messaging_message.
UPDATE messaging_message AS message
SET status = closed.status, status_at = %(now)s, updated_at = %(now)s, lease_until = NULL, held_for = '',
    reason_code = closed.code, reason = closed.words
FROM unnest(%(ids)s::uuid[], %(statuses)s::text[], %(codes)s::text[], %(words)s::text[]) AS closed (id, status, code, words)
WHERE message.agency_id = %(agency_id)s AND message.id = closed.id AND message.status IN ('claimed', 'submitting', 'unknown')
