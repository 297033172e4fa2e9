-- Quick search (F1): which clients of one agency match by name, reference, contact or event. Changes nothing.
-- One arm for each way to match, each on its own index and each cut off: an OR over four tables could use none of them, and nobody reads more.
-- A whole number or email is sought first by itself (address_is_unique), so that a cut-off never hides an exact match; `exact` tells those
-- that are all of what was typed, and they come first.
-- Patterns that cannot match are NULL, and PostgreSQL drops their arms when it plans. Answers also what is archived or trashed; `live` tells.
WITH by_name AS (
    SELECT id, archived_at IS NULL AND trashed_at IS NULL AS live, search_name = %(name)s AS exact
    FROM clients_client
    WHERE agency_id = %(agency_id)s AND (search_name LIKE %(longest_word)s OR search_name LIKE %(later_word)s)
        AND search_name LIKE ALL (%(words)s)
    LIMIT 200
), by_reference AS (
    SELECT id, archived_at IS NULL AND trashed_at IS NULL AS live, lower(reference) = %(exact_reference)s AS exact
    FROM clients_client
    WHERE agency_id = %(agency_id)s AND lower(reference) LIKE %(reference)s
    ORDER BY exact DESC
    LIMIT 200
), by_event AS (
    SELECT attendance.client_id, event.id AS event_id, event.archived_at IS NULL AND event.trashed_at IS NULL AS live,
        lower(event.reference) = %(exact_reference)s AS exact
    FROM events_event AS event
    JOIN events_attendance AS attendance ON attendance.agency_id = event.agency_id AND attendance.event_id = event.id
    WHERE event.agency_id = %(agency_id)s AND lower(event.reference) LIKE %(reference)s
    LIMIT 200
), addresses AS (
    SELECT id, value FROM contacts_address WHERE agency_id = %(agency_id)s AND kind = 'phone' AND value = %(exact_phone)s
    UNION
    SELECT id, value FROM contacts_address WHERE agency_id = %(agency_id)s AND kind = 'email' AND value = %(exact_email)s
    UNION
    (SELECT id, value FROM contacts_address WHERE agency_id = %(agency_id)s AND kind = 'phone' AND value LIKE %(phone)s LIMIT 200)
    UNION
    (SELECT id, value FROM contacts_address WHERE agency_id = %(agency_id)s AND kind = 'phone' AND value LIKE %(other_phone)s LIMIT 200)
    UNION
    (SELECT id, value FROM contacts_address WHERE agency_id = %(agency_id)s AND kind = 'email' AND value LIKE %(email)s LIMIT 200)
), by_contact AS (
    SELECT contact.client_id, contact.id AS contact_id,
        contact.archived_at IS NULL AND contact.trashed_at IS NULL AND client.archived_at IS NULL AND client.trashed_at IS NULL AS live,
        addresses.value = %(exact_phone)s OR addresses.value = %(exact_email)s AS exact
    FROM addresses
    JOIN contacts_contact AS contact ON contact.agency_id = %(agency_id)s AND contact.address_id = addresses.id
    LEFT JOIN clients_client AS client ON client.agency_id = %(agency_id)s AND client.id = contact.client_id
    ORDER BY exact DESC NULLS LAST
    LIMIT 200
)
SELECT 'contact' AS how, client_id, contact_id AS match_id, live, COALESCE(exact, false) AS exact FROM by_contact
UNION ALL
SELECT 'reference', id, NULL, live, exact FROM by_reference
UNION ALL
SELECT 'name', id, NULL, live, exact FROM by_name
UNION ALL
SELECT 'event', by_event.client_id, by_event.event_id,
    by_event.live AND client.archived_at IS NULL AND client.trashed_at IS NULL, by_event.exact
FROM by_event
JOIN clients_client AS client ON client.agency_id = %(agency_id)s AND client.id = by_event.client_id
ORDER BY exact DESC
