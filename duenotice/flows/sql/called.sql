-- What is called for, with a key for each of the two things that Python decides about it: when it is due, and whether it may be made. The
-- keys are what combinations.sql and plan.sql meet at: joins by nine columns made planning alone take 15 ms. Part of other statements.
SELECT called.*,
    ROW(origin_id, turn, date, time, time_zone, counted_since, channel, client_zone, number_zones)::text AS time_key,
    ROW(contact_archived, contact_trashed, client_archived, client_trashed, consent, invalid_for, channel, event_cancelled, event_archived,
        event_trashed, messages_disabled)::text AS party_key
FROM ({about}) AS called
