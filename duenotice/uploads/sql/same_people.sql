-- The clients that rows may mean: by reference, or by the first and last word of the name, at most 200 of a name. Archived and trashed ones
-- too. One index scan per reference and per name (client_reference_is_unique, client_by_words_of_name), whatever the agency's size.
SELECT client.id FROM clients_client AS client
WHERE client.agency_id = %(agency_id)s AND client.reference <> '' AND lower(client.reference) = ANY(%(references)s)
UNION
SELECT named.id FROM unnest(%(firsts)s::text[], %(lasts)s::text[]) AS asked (first_word, last_word)
CROSS JOIN LATERAL (
    SELECT client.id FROM clients_client AS client
    WHERE client.agency_id = %(agency_id)s AND split_part(client.search_name, ' ', 1) = asked.first_word
        AND split_part(client.search_name, ' ', -1) = asked.last_word
    LIMIT 200
) AS named
