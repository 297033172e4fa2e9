-- What quick search shows of its matches: the client, the contact with its address, and the event of each, in the order given. Changes nothing.
-- One prepared statement of at most some dozens of rows, all by primary keys; by the ORM it was three, whose text took longer to write than
-- they to be carried out. A column is named by its record and its own name;
-- why each value stands in a SELECT of its own, quick_search_near.sql says.
SELECT
    client.id AS "client.id", client.first_name AS "client.first_name", client.middle_name AS "client.middle_name",
    client.last_name AS "client.last_name", client.reference AS "client.reference", client.search_name AS "client.search_name",
    contact.id AS "contact.id", contact.client_id AS "contact.client_id", contact.address_id AS "contact.address_id",
    contact.entered AS "contact.entered", contact.extension AS "contact.extension", contact.channel AS "contact.channel",
    contact.archived_at AS "contact.archived_at", contact.trashed_at AS "contact.trashed_at",
    contact.unconfirmed_at AS "contact.unconfirmed_at",
    address.id AS "address.id", address.kind AS "address.kind", address.value AS "address.value", address.consent AS "address.consent",
    address.invalid_for AS "address.invalid_for", address.invalid_reason AS "address.invalid_reason",
    event.id AS "event.id", event.reference AS "event.reference", event.starts_at AS "event.starts_at", event.time_zone AS "event.time_zone"
FROM unnest((SELECT %(client_ids)s::uuid[]), (SELECT %(contact_ids)s::uuid[]), (SELECT %(event_ids)s::uuid[])) WITH ORDINALITY
    AS match (client_id, contact_id, event_id, place)
LEFT JOIN LATERAL (SELECT * FROM clients_client WHERE agency_id = (SELECT %(agency)s::uuid) AND id = match.client_id LIMIT 1) AS client ON true
LEFT JOIN LATERAL (SELECT * FROM contacts_contact WHERE agency_id = (SELECT %(agency)s::uuid) AND id = match.contact_id LIMIT 1) AS contact ON true
LEFT JOIN LATERAL (SELECT * FROM contacts_address WHERE agency_id = (SELECT %(agency)s::uuid) AND id = contact.address_id LIMIT 1) AS address ON true
LEFT JOIN LATERAL (SELECT * FROM events_event WHERE agency_id = (SELECT %(agency)s::uuid) AND id = match.event_id LIMIT 1) AS event ON true
ORDER BY match.place
