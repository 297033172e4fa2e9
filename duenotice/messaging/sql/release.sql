-- Puts messages back to `scheduled`: what nobody could decide now, what quiet hours or the agency's set-up hold, what is tried again later.
-- `held_for` says what for, by a code. The caller holds their rows. Side effects: messaging_message.
UPDATE messaging_message AS message
SET status = 'scheduled', lease_until = NULL, updated_at = %(now)s, send_at = back.until,
    status_at = CASE WHEN message.status = 'claimed' THEN message.status_at ELSE %(now)s END,
    held_for = back.code, reason = back.words
FROM unnest(%(ids)s::uuid[], %(untils)s::timestamptz[], %(codes)s::text[], %(words)s::text[]) AS back (id, until, code, words)
WHERE message.agency_id = %(agency_id)s AND message.id = back.id AND message.status IN ('claimed', 'submitting', 'unknown', 'failed')
