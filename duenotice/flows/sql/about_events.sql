-- What flow steps and auto messages call for about events: one row for each origin, event, client and contact, with all that decides
-- whether and when. Part of other statements, which read it as `called`; the scope narrows it to events or clients. Changes nothing.
-- Nothing is decided here: times and verdicts come from Python, once for each distinct combination.
-- Events that can no longer call for anything lie before `since` and are left out. Who attends what is found first, by its own indexes, so
-- that no plan begins with all events of an agency.
WITH pairs AS MATERIALIZED (
    SELECT event_id, client_id, created_at FROM events_attendance AS attendance WHERE agency_id = %(agency_id)s AND {pairs}
)
SELECT origin.id AS origin_id, origin.template_id, origin.kind, event.id AS event_id,
    contact.id AS contact_id, contact.client_id, contact.address_id, contact.channel, client.language,
    CASE origin.counted_from
        WHEN 'change' THEN event.id || ' ' || origin.turn
        WHEN 'on_created' THEN event.id::text
        WHEN 'on_status' THEN event.id || ' ' || extract(epoch FROM event.status_set_at)
        ELSE event.id || ' ' || event.date
    END AS occasion, origin.turn,
    event.date, event.time, event.time_zone,
    CASE origin.counted_from
        WHEN 'on_created' THEN greatest(event.created_at, attendance.created_at)
        WHEN 'on_status' THEN event.status_set_at
        ELSE 'epoch'
    END AS counted_since,
    client.time_zone AS client_zone, array_to_string(address.time_zones, ' ') AS number_zones,
    contact.archived_at IS NOT NULL AS contact_archived, contact.trashed_at IS NOT NULL AS contact_trashed,
    client.archived_at IS NOT NULL AS client_archived, client.trashed_at IS NOT NULL AS client_trashed,
    address.consent, array_to_string(address.invalid_for, ' ') AS invalid_for,
    event.cancelled_at IS NOT NULL AS event_cancelled, event.archived_at IS NOT NULL AS event_archived,
    event.trashed_at IS NOT NULL AS event_trashed, event.messages_disabled
FROM pairs AS attendance
JOIN events_event AS event ON event.agency_id = %(agency_id)s AND event.id = attendance.event_id
LEFT JOIN flows_eventflow AS followed ON followed.agency_id = event.agency_id AND followed.event_id = event.id
JOIN unnest(
    %(origins)s::uuid[], %(templates)s::uuid[], %(kinds)s::text[], %(counted_from)s::text[], %(flows)s::uuid[], %(statuses)s::uuid[],
    %(channels)s::text[], %(active_since)s::timestamptz[], %(turns_of)s::text[]
) AS origin (id, template_id, kind, counted_from, flow_id, status_id, channels, active_since, turn)
    ON (origin.flow_id IS NULL OR origin.flow_id = followed.flow_id) AND (origin.status_id IS NULL OR origin.status_id = event.status_id)
JOIN clients_client AS client ON client.agency_id = event.agency_id AND client.id = attendance.client_id
JOIN contacts_contact AS contact ON contact.agency_id = event.agency_id AND contact.client_id = client.id
    -- One that a lookup found and nobody has confirmed is written to by nobody (K4).
    AND contact.unconfirmed_at IS NULL AND (origin.channels = '' OR contact.channel = ANY(string_to_array(origin.channels, ' ')))
JOIN contacts_address AS address ON address.agency_id = event.agency_id AND address.id = contact.address_id
WHERE event.agency_id = %(agency_id)s AND {scope}
    AND (event.starts_at > %(since)s OR event.status_set_at > %(since)s)
    AND (origin.active_since IS NULL OR origin.active_since <= CASE origin.counted_from
        WHEN 'on_created' THEN greatest(event.created_at, attendance.created_at) ELSE event.status_set_at END)
