-- Quick search (F1): which clients of one agency match by name, reference, contact or event, and how closely: 2 what is all of what was typed,
-- 1 what begins or ends with it, 0 what has it anywhere. Changes nothing. Answers also what is archived or trashed; `live` tells.
-- One arm for each way to match, each on its own index and each cut off at `most`: an OR over four tables could use none of them, and nobody
-- reads more. Patterns that cannot match, or are not asked for yet, are NULL, and PostgreSQL drops their arms when it plans.
-- Wholes, beginnings and endings are walked on B-trees in their order (~<~ is that of text_pattern_ops), and so take the same at any size; parts of a text are sought by trigrams, which gather
-- all that match before the first is read: at 1 million contacts 11 ms for a number, 54 for a long email, and growing with the agency.
WITH by_name AS (
    (SELECT id, archived_at IS NULL AND trashed_at IS NULL AS live, (search_name = %(name)s)::int + 1 AS closeness
    FROM clients_client
    WHERE agency_id = %(agency_id)s AND search_name LIKE %(name_begins)s
    ORDER BY search_name USING ~<~
    LIMIT %(most)s)
    UNION ALL
    (SELECT id, archived_at IS NULL AND trashed_at IS NULL, 1
    FROM clients_client
    WHERE agency_id = %(agency_id)s AND split_part(search_name, ' ', -1) LIKE %(last_word_begins)s
    ORDER BY split_part(search_name, ' ', -1) USING ~<~
    LIMIT %(most)s)
    UNION ALL
    (SELECT id, archived_at IS NULL AND trashed_at IS NULL, (search_name = %(name)s)::int * 2
    FROM clients_client
    WHERE agency_id = %(agency_id)s AND (search_name LIKE %(longest_word)s OR search_name LIKE %(later_word)s)
        AND search_name LIKE ALL (%(words)s)
    LIMIT %(most)s)
), by_reference AS (
    (SELECT id, archived_at IS NULL AND trashed_at IS NULL AS live, 2 AS closeness
    FROM clients_client
    WHERE agency_id = %(agency_id)s AND reference <> '' AND lower(reference) = %(exact_reference)s)
    UNION ALL
    (SELECT id, archived_at IS NULL AND trashed_at IS NULL, 0
    FROM clients_client
    WHERE agency_id = %(agency_id)s AND lower(reference) LIKE %(reference)s
    LIMIT %(most)s)
), by_event AS (
    (SELECT id, archived_at IS NULL AND trashed_at IS NULL AS live, 2 AS closeness
    FROM events_event
    WHERE agency_id = %(agency_id)s AND reference <> '' AND lower(reference) = %(exact_reference)s)
    UNION ALL
    (SELECT id, archived_at IS NULL AND trashed_at IS NULL, 0
    FROM events_event
    WHERE agency_id = %(agency_id)s AND lower(reference) LIKE %(reference)s
    LIMIT %(most)s)
), by_attendance AS (
    SELECT attendance.client_id, found.id AS event_id, found.closeness,
        found.live AND client.archived_at IS NULL AND client.trashed_at IS NULL AS live
    FROM (SELECT id, live, max(closeness) AS closeness FROM by_event GROUP BY id, live) AS found
    JOIN events_attendance AS attendance ON attendance.agency_id = %(agency_id)s AND attendance.event_id = found.id
    JOIN clients_client AS client ON client.agency_id = %(agency_id)s AND client.id = attendance.client_id
    ORDER BY found.closeness DESC
    LIMIT %(most)s
), addresses AS (
    (SELECT id, 2 AS closeness FROM contacts_address WHERE agency_id = %(agency_id)s AND kind = 'phone' AND value = %(exact_phone)s)
    UNION ALL
    (SELECT id, 2 FROM contacts_address WHERE agency_id = %(agency_id)s AND kind = 'email' AND value = %(exact_email)s)
    UNION ALL
    (SELECT id, 1 FROM contacts_address WHERE agency_id = %(agency_id)s AND kind = 'phone' AND value LIKE %(phone_begins)s
    ORDER BY value USING ~<~ LIMIT %(most)s)
    UNION ALL
    (SELECT id, 1 FROM contacts_address WHERE agency_id = %(agency_id)s AND kind = 'phone' AND value LIKE %(national_phone_begins)s
    ORDER BY value USING ~<~ LIMIT %(most)s)
    UNION ALL
    (SELECT id, 1 FROM contacts_address WHERE agency_id = %(agency_id)s AND kind = 'phone' AND reverse(value) LIKE %(reversed_phone_begins)s
    ORDER BY reverse(value) USING ~<~ LIMIT %(most)s)
    UNION ALL
    (SELECT id, 1 FROM contacts_address WHERE agency_id = %(agency_id)s AND kind = 'email' AND value LIKE %(email_begins)s
    ORDER BY value USING ~<~ LIMIT %(most)s)
    UNION ALL
    (SELECT id, 0 FROM contacts_address WHERE agency_id = %(agency_id)s AND kind = 'phone' AND value LIKE %(phone)s LIMIT %(most)s)
    UNION ALL
    (SELECT id, 0 FROM contacts_address WHERE agency_id = %(agency_id)s AND kind = 'phone' AND value LIKE %(other_phone)s LIMIT %(most)s)
    UNION ALL
    (SELECT id, 0 FROM contacts_address WHERE agency_id = %(agency_id)s AND kind = 'email' AND value LIKE %(email)s LIMIT %(most)s)
), nearest AS (
    SELECT id, max(closeness) AS closeness FROM addresses GROUP BY id ORDER BY closeness DESC LIMIT %(most)s
), by_contact AS (
    SELECT contact.client_id, contact.id AS contact_id, nearest.closeness,
        contact.archived_at IS NULL AND contact.trashed_at IS NULL AND client.archived_at IS NULL AND client.trashed_at IS NULL AS live
    FROM nearest
    JOIN contacts_contact AS contact ON contact.agency_id = %(agency_id)s AND contact.address_id = nearest.id
    LEFT JOIN clients_client AS client ON client.agency_id = %(agency_id)s AND client.id = contact.client_id
    ORDER BY nearest.closeness DESC
    LIMIT %(most)s
)
SELECT 'contact' AS how, client_id, contact_id AS match_id, live, closeness FROM by_contact
UNION ALL
SELECT 'reference', id, NULL, live, max(closeness) FROM by_reference GROUP BY id, live
UNION ALL
SELECT 'name', id, NULL, live, max(closeness) FROM by_name GROUP BY id, live
UNION ALL
SELECT 'event', client_id, event_id, live, closeness FROM by_attendance
ORDER BY closeness DESC
