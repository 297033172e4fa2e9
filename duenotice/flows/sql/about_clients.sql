-- What auto messages call for from clients without an event: those that a client or a contact calls for by being created, and the two
-- turns of a recurring one that are near. Like about_events.sql, with the same columns; the scope narrows it to clients. Changes nothing.
SELECT origin.id AS origin_id, origin.template_id, origin.kind, NULL::uuid AS event_id,
    contact.id AS contact_id, contact.client_id, contact.address_id, contact.channel, client.language, origin.turn AS occasion,
    origin.turn,
    '0001-01-01'::date AS date, '00:00'::time AS time, '' AS time_zone,
    CASE origin.counted_from
        WHEN 'client_created' THEN client.created_at
        WHEN 'contact_created' THEN contact.created_at
        ELSE 'epoch'
    END AS counted_since,
    client.time_zone AS client_zone, array_to_string(address.time_zones, ' ') AS number_zones,
    contact.archived_at IS NOT NULL AS contact_archived, contact.trashed_at IS NOT NULL AS contact_trashed,
    client.archived_at IS NOT NULL AS client_archived, client.trashed_at IS NOT NULL AS client_trashed,
    address.consent, array_to_string(address.invalid_for, ' ') AS invalid_for,
    false AS event_cancelled, false AS event_archived, false AS event_trashed, false AS messages_disabled
FROM clients_client AS client
JOIN unnest(
    %(origins)s::uuid[], %(templates)s::uuid[], %(kinds)s::text[], %(counted_from)s::text[], %(client_statuses)s::text[],
    %(channels)s::text[], %(active_since)s::timestamptz[], %(turns_of)s::text[]
) AS origin (id, template_id, kind, counted_from, client_status, channels, active_since, turn)
    ON origin.client_status IS NULL OR lower(origin.client_status) = lower(client.status)
JOIN contacts_contact AS contact ON contact.agency_id = client.agency_id AND contact.client_id = client.id
    -- One that a lookup found and nobody has confirmed is written to by nobody (K4).
    AND contact.unconfirmed_at IS NULL AND contact.channel = ANY(string_to_array(origin.channels, ' '))
JOIN contacts_address AS address ON address.agency_id = client.agency_id AND address.id = contact.address_id
WHERE client.agency_id = %(agency_id)s AND {scope}
    AND (origin.counted_from NOT IN ('client_created', 'contact_created')
        OR CASE origin.counted_from WHEN 'client_created' THEN client.created_at ELSE contact.created_at END
            >= greatest(origin.active_since, %(since)s))
