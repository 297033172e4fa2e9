-- Which of these messages repeat words that were handed off to the same contact, about the same event or none, within the window (M5).
-- What only waits does not count here: the first of two leaves. Index message_same_words. Changes nothing.
SELECT asked.id
FROM unnest(%(ids)s::uuid[], %(contacts)s::uuid[], %(events)s::uuid[], %(hashes)s::bytea[]) AS asked (id, contact_id, event_id, hash)
WHERE EXISTS (
    SELECT FROM messaging_message AS earlier
    WHERE earlier.agency_id = %(agency_id)s AND earlier.contact_id = asked.contact_id AND earlier.words_hash = asked.hash
        AND earlier.event_id IS NOT DISTINCT FROM asked.event_id AND earlier.id <> asked.id
        AND earlier.status = ANY(%(statuses)s) AND earlier.status_at > %(since)s
)
