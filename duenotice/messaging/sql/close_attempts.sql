-- Says how attempts ended that took nothing to the gateway. Side effects: messaging_attempt.
UPDATE messaging_attempt AS attempt SET ended_at = %(now)s, outcome = ended.outcome, code = ended.code, words = ended.words
FROM unnest(%(message_ids)s::uuid[], %(numbers)s::smallint[], %(outcomes)s::text[], %(codes)s::text[], %(wordss)s::text[])
    AS ended (id, number, outcome, code, words)
WHERE attempt.agency_id = %(agency_id)s AND attempt.message_id = ended.id AND attempt.number = ended.number
