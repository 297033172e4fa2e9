-- Whom messages about events may be for: one row for each event, client and contact, with all that decides whether and when. Part of
-- called.sql; the scope narrows it to events, clients or contacts. Changes nothing, and decides nothing.
-- Events that can no longer call for anything lie before `since` and are left out. Who attends what is found first, by its own indexes, so
-- that no plan begins with all events of an agency.
WITH pairs AS MATERIALIZED (
    SELECT event_id, client_id, created_at FROM events_attendance AS attendance WHERE agency_id = %(agency_id)s AND {pairs}
)
SELECT event.id AS event_id, contact.id AS contact_id, contact.client_id, contact.address_id, contact.channel, client.language,
    event.id || ' ' || event.date AS on_its_date, event.date, event.time, event.time_zone,
    followed.flow_id, event.status_id, event.status_set_at, greatest(event.created_at, attendance.created_at) AS attending_since,
    NULL AS client_status, NULL::timestamptz AS client_created_at, NULL::timestamptz AS contact_created_at,
    client.time_zone AS client_zone, array_to_string(address.time_zones, ' ') AS number_zones,
    contact.archived_at IS NOT NULL AS contact_archived, contact.trashed_at IS NOT NULL AS contact_trashed,
    client.archived_at IS NOT NULL AS client_archived, client.trashed_at IS NOT NULL AS client_trashed,
    address.consent, array_to_string(address.invalid_for, ' ') AS invalid_for,
    event.cancelled_at IS NOT NULL AS event_cancelled, event.archived_at IS NOT NULL AS event_archived,
    event.trashed_at IS NOT NULL AS event_trashed, event.messages_disabled
FROM pairs AS attendance
JOIN events_event AS event ON event.agency_id = %(agency_id)s AND event.id = attendance.event_id
LEFT JOIN flows_eventflow AS followed ON followed.agency_id = event.agency_id AND followed.event_id = event.id
JOIN clients_client AS client ON client.agency_id = event.agency_id AND client.id = attendance.client_id
JOIN contacts_contact AS contact ON contact.agency_id = event.agency_id AND contact.client_id = client.id
    -- One that a lookup found and nobody has confirmed is written to by nobody (K4).
    AND contact.unconfirmed_at IS NULL
JOIN contacts_address AS address ON address.agency_id = event.agency_id AND address.id = contact.address_id
WHERE event.agency_id = %(agency_id)s AND {scope} AND (event.starts_at > %(since)s OR event.status_set_at > %(since)s)
