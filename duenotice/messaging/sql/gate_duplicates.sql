-- Which of these messages repeat words that were handed off to the same contact, about the same event or none, within the window (M5).
-- What only waits does not count here: the first of two leaves. The moment of a hand-off is that of the last attempt, since receipts move
-- status_at on; a simulated message has none. A later message that staff chose to send although it repeats this one does not stop this one.
-- What was only simulated never keeps back what leaves really.
-- Index message_same_words. Changes nothing.
SELECT asked.id
FROM unnest(%(ids)s::uuid[], %(contacts)s::uuid[], %(events)s::uuid[], %(hashes)s::bytea[], %(due)s::timestamptz[],
        %(simulated)s::boolean[]) AS asked (id, contact_id, event_id, hash, due, simulated)
WHERE EXISTS (
    SELECT FROM messaging_message AS earlier
    WHERE earlier.agency_id = %(agency_id)s AND earlier.contact_id = asked.contact_id AND earlier.words_hash = asked.hash
        AND earlier.event_id IS NOT DISTINCT FROM asked.event_id AND earlier.id <> asked.id
        AND earlier.status = ANY(%(statuses)s) AND (asked.simulated OR earlier.status <> 'simulated')
        AND NOT (earlier.repeats_anyway AND earlier.id > asked.id)
        AND coalesce(
            (SELECT max(attempt.started_at) FROM messaging_attempt AS attempt
                WHERE attempt.agency_id = %(agency_id)s AND attempt.message_id = earlier.id),
            earlier.status_at
        ) > CASE WHEN abs(extract(epoch FROM asked.due - earlier.send_at)) >= %(window)s
            THEN %(since_if_meant_apart)s::timestamptz ELSE %(since)s::timestamptz END
)
