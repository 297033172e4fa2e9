-- Quick search (F1): which clients of one agency match by name, reference, contact or event, and how closely: 2 what is all of what was typed,
-- 1 what begins or ends with it, 0 what has it anywhere. Changes nothing. Answers also what is archived or trashed; `live` tells.
-- A client who matches a name in two ways comes twice.
-- In the place of the braces stand by_name, by_reference, by_event and by_address of quick_search_near.sql or of quick_search_anywhere.sql.
-- What many share (the phone of a shelter) is cut off at 200, as is each way: nobody reads more. So each join has its LIMIT, which also keeps PostgreSQL
-- to one look into an index for each row: it knows no agency when it plans, takes all for average, and would read all that a large one has to join it.
WITH {ways}, by_attendance AS (
    SELECT client.id AS client_id, found.id AS event_id, found.closeness, found.live AND client.live AS live
    FROM by_event AS found
    CROSS JOIN LATERAL (
        SELECT client_id FROM events_attendance WHERE agency_id = (SELECT %(agency)s::uuid) AND event_id = found.id LIMIT 200
    ) AS attendance
    CROSS JOIN LATERAL (
        SELECT id, archived_at IS NULL AND trashed_at IS NULL AS live
        FROM clients_client
        WHERE agency_id = (SELECT %(agency)s::uuid) AND id = attendance.client_id
        LIMIT 1
    ) AS client
    LIMIT 200
), nearest AS (
    SELECT id, max(closeness) AS closeness FROM by_address GROUP BY id ORDER BY closeness DESC LIMIT 200
), by_contact AS (
    SELECT contact.client_id, contact.id AS contact_id, nearest.closeness, contact.live AND client.live IS NOT FALSE AS live
    FROM nearest
    CROSS JOIN LATERAL (
        SELECT id, client_id, archived_at IS NULL AND trashed_at IS NULL AS live
        FROM contacts_contact
        WHERE agency_id = (SELECT %(agency)s::uuid) AND address_id = nearest.id
        LIMIT 200
    ) AS contact
    LEFT JOIN LATERAL (
        SELECT archived_at IS NULL AND trashed_at IS NULL AS live
        FROM clients_client
        WHERE agency_id = (SELECT %(agency)s::uuid) AND id = contact.client_id
        LIMIT 1
    ) AS client ON true
    ORDER BY nearest.closeness DESC
    LIMIT 200
)
SELECT 'contact' AS how, client_id, contact_id AS match_id, live, closeness FROM by_contact
UNION ALL
SELECT 'reference', id, NULL, live, closeness FROM by_reference
UNION ALL
SELECT 'name', id, NULL, live, closeness FROM by_name
UNION ALL
SELECT 'event', client_id, event_id, live, closeness FROM by_attendance
