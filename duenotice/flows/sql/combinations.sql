-- The distinct combinations that Python decides about, of all that is called for: for times, and for verdicts; `of_time` tells which. One
-- pass over the rows for both. Changes nothing.
WITH called AS ({called})
SELECT grouping(time_key) = 0 AS of_time, coalesce(time_key, party_key) AS key,
    origin_id, turn, date, time, time_zone, counted_since, channel, client_zone, number_zones,
    contact_archived, contact_trashed, client_archived, client_trashed, consent, invalid_for,
    event_cancelled, event_archived, event_trashed, messages_disabled
FROM called
GROUP BY GROUPING SETS (
    (time_key, origin_id, turn, date, time, time_zone, counted_since, channel, client_zone, number_zones),
    (party_key, contact_archived, contact_trashed, client_archived, client_trashed, consent, invalid_for, channel,
        event_cancelled, event_archived, event_trashed, messages_disabled)
)
