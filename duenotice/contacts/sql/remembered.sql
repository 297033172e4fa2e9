-- The last consent that the ledger remembers of addresses, by their hashes (O4, O5). Changes nothing. One index scan for each
-- (consent_of_hash), backward to its last word: unclear wishes are none.
SELECT asked.hash, last.change
FROM (SELECT %(agency_id)s::uuid AS agency_id, hash FROM unnest(%(hashes)s::bytea[]) AS hash OFFSET 0) AS asked
CROSS JOIN LATERAL (
    SELECT change FROM contacts_consentevent AS event
    WHERE event.agency_id = asked.agency_id AND event.address_hash = asked.hash AND event.change = ANY(%(changes)s)
    ORDER BY event.id DESC
    LIMIT 1
) AS last
