-- Whom messages about no event may be for: one row for each client and contact. Like about_events.sql, with the same columns; the scope
-- narrows it to clients or contacts. Changes nothing, and decides nothing.
SELECT NULL::uuid AS event_id, contact.id AS contact_id, contact.client_id, contact.address_id, contact.channel, client.language,
    NULL AS on_its_date, '0001-01-01'::date AS date, '00:00'::time AS time, '' AS time_zone,
    NULL::uuid AS flow_id, NULL::uuid AS status_id, NULL::timestamptz AS status_set_at, NULL::timestamptz AS attending_since,
    client.status AS client_status, client.created_at AS client_created_at, contact.created_at AS contact_created_at,
    client.time_zone AS client_zone, array_to_string(address.time_zones, ' ') AS number_zones,
    contact.archived_at IS NOT NULL AS contact_archived, contact.trashed_at IS NOT NULL AS contact_trashed,
    client.archived_at IS NOT NULL AS client_archived, client.trashed_at IS NOT NULL AS client_trashed,
    address.consent, array_to_string(address.invalid_for, ' ') AS invalid_for,
    false AS event_cancelled, false AS event_archived, false AS event_trashed, false AS messages_disabled
FROM clients_client AS client
JOIN contacts_contact AS contact ON contact.agency_id = client.agency_id AND contact.client_id = client.id
    -- One that a lookup found and nobody has confirmed is written to by nobody (K4).
    AND contact.unconfirmed_at IS NULL
JOIN contacts_address AS address ON address.agency_id = client.agency_id AND address.id = contact.address_id
WHERE client.agency_id = %(agency_id)s AND {scope}
