-- The ways of quick search (quick_search.sql) to what has it anywhere, at most 200 each. Changes nothing.
-- One arm for each, on its own index of trigrams: an OR over four tables could use none of them. Trigrams gather all that match before the first is read: at
-- 1 million contacts 11 ms for a number, 54 for a long email, and growing with the agency. Patterns that cannot match are NULL, and
-- PostgreSQL drops their arms when it plans, which it does each time, as the best plan depends on the pattern.
by_name AS (
    SELECT id, archived_at IS NULL AND trashed_at IS NULL AS live, 0 AS closeness
    FROM clients_client
    WHERE agency_id = %(agency)s AND (search_name LIKE %(longest_word)s OR search_name LIKE %(later_word)s)
        AND search_name LIKE ALL (%(words)s)
    LIMIT 200
), by_reference AS (
    SELECT id, archived_at IS NULL AND trashed_at IS NULL AS live, 0 AS closeness
    FROM clients_client
    WHERE agency_id = %(agency)s AND lower(reference) LIKE %(reference)s
    LIMIT 200
), by_event AS (
    SELECT id, archived_at IS NULL AND trashed_at IS NULL AS live, 0 AS closeness
    FROM events_event
    WHERE agency_id = %(agency)s AND lower(reference) LIKE %(reference)s
    LIMIT 200
), by_address AS (
    (SELECT id, 0 AS closeness FROM contacts_address WHERE agency_id = %(agency)s AND kind = 'phone' AND value LIKE %(phone)s LIMIT 200)
    UNION ALL
    (SELECT id, 0 FROM contacts_address WHERE agency_id = %(agency)s AND kind = 'phone' AND value LIKE %(other_phone)s LIMIT 200)
    UNION ALL
    (SELECT id, 0 FROM contacts_address WHERE agency_id = %(agency)s AND kind = 'email' AND value LIKE %(email)s LIMIT 200)
)
