-- The clients that rows may mean: by reference, or by the first and last word of the name, at most 200 of a name. Archived and trashed ones
-- too. One index scan per reference and per name (client_reference_is_unique, client_by_words_of_name), whatever the agency's size.
-- The agency comes as a column of what is asked, not as a constant: of one that a first upload is just filling, statistics say that it has no
-- clients, and the planner walked all of them again for each name (two thirds of the database's work in an upload).
SELECT client.id
FROM unnest(array_fill(%(agency_id)s::uuid, ARRAY[cardinality(%(references)s::text[])]), %(references)s::text[]) AS asked (agency_id, reference)
CROSS JOIN LATERAL (
    SELECT there.id FROM clients_client AS there
    WHERE there.agency_id = asked.agency_id AND there.reference <> '' AND lower(there.reference) = asked.reference
    LIMIT 1
) AS client
UNION
SELECT named.id
FROM unnest(
    array_fill(%(agency_id)s::uuid, ARRAY[cardinality(%(firsts)s::text[])]), %(firsts)s::text[], %(lasts)s::text[]
) AS asked (agency_id, first_word, last_word)
CROSS JOIN LATERAL (
    SELECT client.id FROM clients_client AS client
    WHERE client.agency_id = asked.agency_id AND split_part(client.search_name, ' ', 1) = asked.first_word
        AND split_part(client.search_name, ' ', -1) = asked.last_word
    LIMIT 200
) AS named
