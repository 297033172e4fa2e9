-- What is called for: one row for each origin and contact, and event where it is about one, that Python has yet to decide. Queries of a
-- WITH, part of other statements. Changes nothing.
-- Whom it may be for is found first (about_events.sql, about_clients.sql), with a key for each of the two things that are decided: `moment`
-- for when, `party` for whether it may be made. They are written once for all origins, which took half the time of a sync with nothing
-- to do when each row wrote its own; and are what decisions meet at, because joins by nine columns made planning alone take 15 ms.
-- OFFSET 0 keeps origins with their parties, and conditions are written without OR, which the planner takes for next to nothing: believing
-- in one row it compares each with every decision, and 5,000 events took 10 s.
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
    JOIN jsonb_to_recordset(%(origins)s::jsonb) AS origin (
        id uuid, template_id uuid, kind text, counted_from text, flow_id uuid, status_id uuid, client_status text, channels text[],
        active_since timestamptz, turn text
    ) ON coalesce(origin.flow_id = keyed.flow_id, origin.flow_id IS NULL)
        AND coalesce(origin.status_id = keyed.status_id, origin.status_id IS NULL)
        AND coalesce(lower(origin.client_status) = lower(keyed.client_status), origin.client_status IS NULL)
        AND coalesce(channel = ANY(origin.channels), true)
    CROSS JOIN LATERAL (
        SELECT CASE origin.counted_from
            WHEN 'on_created' THEN attending_since
            WHEN 'on_status' THEN status_set_at
            WHEN 'client_created' THEN client_created_at
            WHEN 'contact_created' THEN contact_created_at
            ELSE 'epoch'
        END AS counted_since
    ) AS counted
    WHERE coalesce(origin.active_since <= counted_since, origin.active_since IS NULL)
        AND (origin.counted_from NOT IN ('client_created', 'contact_created') OR counted_since >= %(since)s)
    OFFSET 0
)
