-- What sync would do: what is called for beside the automated messages that are there, narrowed to the same scope.
-- Part of other statements. Changes nothing.
-- `called` rows become `wanted` where Python has given their combination a time and let it pass; a row of ours that nothing wants is deleted.
-- Matched by contact, origin and its event, or else its turn, so that a message whose event moves stays the same message. A new message is
-- made by an anti-join, not by ON CONFLICT: with nothing to do, 300,000 events took 0.28 s instead of 4.7 s.
-- Materialized in steps: planned as one join of ten tables, the planning alone took 0.3 s.
-- What goes in the place of a message that failed is not ours: the gate asks whether it still stands.
-- What a test client scheduled only to simulate stands for nothing that is called for really: it is deleted, and the real one is made.
-- `usable` are the senders by the channel that they carry: what waits at one that no longer carries it moves to another.
-- One that quiet hours would push past its event stands there as expired; it is ours to wake, move or leave.
WITH {called}, times AS (
    SELECT * FROM unnest(
        %(moments)s::text[], %(timed_origins)s::uuid[], %(timed_turns)s::text[], %(timed_sinces)s::timestamptz[],
        %(send_ats)s::timestamptz[], %(expires_ats)s::timestamptz[], %(at_onces)s::boolean[], %(pasts)s::boolean[], %(quiets)s::boolean[]
    ) AS times (moment, origin_id, turn, counted_since, send_at, expires_at, at_once, past, quiet)
), verdicts AS (
    SELECT * FROM unnest(%(parties)s::text[], %(senders)s::uuid[]) AS verdicts (party, sender_id)
), wanted AS (
    SELECT called.*, send_at, expires_at, at_once, past, quiet, sender_id
    FROM called JOIN times USING (moment, origin_id, turn, counted_since) JOIN verdicts USING (party)
), mine AS (
    SELECT id, contact_id, client_id, address_id, event_id, origin_id, template_id, kind, channel, language, status, send_at, occasion,
        planned_for, expires_at, status <> 'expired' AS waits, ignores_quiet_hours, sender_id,
        only_simulate, CASE WHEN {simulates} OR NOT only_simulate THEN contact_id END AS pairs_with
    FROM messaging_message
    WHERE agency_id = %(agency_id)s AND {mine} AND planned_for IS NOT NULL AND fallback_of IS NULL
        AND kind IN ('flow', 'auto') AND (status IN ('scheduled', 'claimed') OR (status = 'expired' AND reason_code = 'held_too_long'))
), paired AS (
    SELECT mine.id AS message_id, mine.waits, mine.send_at AS was_send_at, mine.occasion AS was_occasion,
        mine.planned_for IS DISTINCT FROM wanted.send_at AS retimed,
        mine.expires_at IS DISTINCT FROM wanted.expires_at OR mine.channel <> wanted.channel OR mine.language <> wanted.language
            OR mine.occasion <> wanted.occasion OR mine.waits = (wanted.quiet AND NOT mine.ignores_quiet_hours)
            OR (wanted.sender_id IS NOT NULL AND mine.channel || ' ' || mine.sender_id <> ALL(%(usable)s::text[])) AS altered,
        wanted.origin_id IS NOT NULL AS is_wanted,
        coalesce(wanted.contact_id, mine.contact_id) AS contact_id, coalesce(wanted.client_id, mine.client_id) AS client_id,
        coalesce(wanted.address_id, mine.address_id) AS address_id, coalesce(wanted.event_id, mine.event_id) AS event_id,
        coalesce(wanted.origin_id, mine.origin_id) AS origin_id, coalesce(wanted.template_id, mine.template_id) AS template_id,
        coalesce(wanted.kind, mine.kind) AS kind, coalesce(wanted.channel, mine.channel) AS channel,
        coalesce(wanted.language, mine.language) AS language, coalesce(wanted.occasion, mine.occasion) AS occasion,
        wanted.send_at, wanted.expires_at, wanted.at_once, wanted.past, wanted.quiet AND NOT coalesce(mine.ignores_quiet_hours, false) AS quiet,
        wanted.sender_id, coalesce(mine.only_simulate, {simulates}) AS simulated
    FROM wanted FULL JOIN mine ON mine.pairs_with = wanted.contact_id AND mine.origin_id = wanted.origin_id AND {match}
), plan AS (
    SELECT paired.*, CASE
        WHEN message_id IS NULL THEN CASE WHEN sender_id IS NOT NULL AND NOT past AND NOT {known} THEN 'create' END
        WHEN NOT is_wanted THEN CASE WHEN waits THEN 'delete' END
        WHEN was_occasion <> occasion AND {known} THEN CASE WHEN waits THEN 'delete' END
        WHEN expires_at <= %(now)s OR (past AND (retimed OR NOT waits)) THEN CASE WHEN waits THEN 'expire' END
        WHEN retimed OR altered THEN 'move'
    END AS act
    FROM paired
)
