-- What is called for: one row for each origin and contact, and event where it is about one, that Python has yet to decide. Queries of a
-- WITH, part of other statements. Changes nothing.
-- Whom it may be for is found first (about_events.sql, about_clients.sql), with a key for each of the two things that are decided: `moment`
-- for when, `party` for whether it may be made. They are written once for all origins, which took half the time of a sync with nothing
-- to do when each row wrote its own; and are what decisions meet at, because joins by nine columns made planning alone take 15 ms.
-- OFFSET 0 keeps origins with their parties: planned as one join with the decisions, which all look like one row to the planner, 5,000
-- events could take 10 s.
parties AS (
    {about}
), keyed AS MATERIALIZED (
    SELECT parties.*, ROW(date, time, time_zone, channel, client_zone, number_zones)::text AS moment,
        ROW(contact_archived, contact_trashed, client_archived, client_trashed, consent, invalid_for, channel, event_cancelled,
            event_archived, event_trashed, messages_disabled)::text AS party
    FROM parties
), called AS (
    SELECT keyed.*, origin.id AS origin_id, origin.template_id, origin.kind, origin.turn, counted_since,
        CASE origin.counted_from
            WHEN 'change' THEN concat_ws(' ', event_id, origin.turn)
            WHEN 'on_created' THEN event_id::text
            WHEN 'on_status' THEN event_id || ' ' || extract(epoch FROM status_set_at)
            ELSE coalesce(on_its_date, origin.turn)
        END AS occasion
    FROM keyed
    JOIN unnest(
        %(origins)s::uuid[], %(templates)s::uuid[], %(kinds)s::text[], %(counted_from)s::text[], %(flows)s::uuid[], %(statuses)s::uuid[],
        %(client_statuses)s::text[], %(channels)s::text[], %(active_since)s::timestamptz[], %(turns_of)s::text[]
    ) AS origin (id, template_id, kind, counted_from, flow_id, status_id, client_status, channels, active_since, turn)
        ON (origin.flow_id IS NULL OR origin.flow_id = keyed.flow_id) AND (origin.status_id IS NULL OR origin.status_id = keyed.status_id)
        AND (origin.client_status IS NULL OR lower(origin.client_status) = lower(keyed.client_status))
        AND (origin.channels = '' OR channel = ANY(string_to_array(origin.channels, ' ')))
    CROSS JOIN LATERAL (
        SELECT CASE origin.counted_from
            WHEN 'on_created' THEN attending_since
            WHEN 'on_status' THEN status_set_at
            WHEN 'client_created' THEN client_created_at
            WHEN 'contact_created' THEN contact_created_at
            ELSE 'epoch'
        END AS counted_since
    ) AS counted
    WHERE (origin.active_since IS NULL OR origin.active_since <= counted_since)
        AND (origin.counted_from NOT IN ('client_created', 'contact_created') OR counted_since >= %(since)s)
    OFFSET 0
)
