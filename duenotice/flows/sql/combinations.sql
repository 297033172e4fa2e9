-- The distinct combinations that Python decides about, of all that is called for: for times, and for verdicts; `of_time` tells which.
-- Changes nothing.
WITH {called}
SELECT true AS of_time, moment AS key, origin_id, turn, any_value(date), any_value(time), any_value(time_zone), counted_since,
    any_value(channel), any_value(client_zone), any_value(number_zones),
    NULL::boolean, NULL::boolean, NULL::boolean, NULL::boolean, NULL, NULL, NULL::boolean, NULL::boolean, NULL::boolean, NULL::boolean
FROM called
GROUP BY moment, origin_id, turn, counted_since
UNION ALL
SELECT false, party, NULL, NULL, NULL, NULL, NULL, NULL, any_value(channel), NULL, NULL,
    any_value(contact_archived), any_value(contact_trashed), any_value(client_archived), any_value(client_trashed), any_value(consent),
    any_value(invalid_for), any_value(event_cancelled), any_value(event_archived), any_value(event_trashed), any_value(messages_disabled)
FROM keyed
GROUP BY party
