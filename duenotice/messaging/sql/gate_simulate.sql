-- Messages that passed the gate in simulate mode end here, with the words that would have left (M3). Side effects: messaging_message.
UPDATE messaging_message AS message
SET status = 'simulated', status_at = %(now)s, updated_at = %(now)s, lease_until = NULL, held_for = '', sent_subject = passed.subject,
    sent_body = passed.body, words_hash = passed.hash, segments = passed.segments, reason_code = '', reason = ''
FROM unnest(%(ids)s::uuid[], %(subjects)s::text[], %(bodies)s::text[], %(hashes)s::bytea[], %(segments)s::smallint[])
    AS passed (id, subject, body, hash, segments)
WHERE message.agency_id = %(agency_id)s AND message.id = passed.id AND message.status = 'claimed'
