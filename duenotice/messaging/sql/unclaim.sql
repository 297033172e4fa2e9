-- Puts claimed messages back that the gate passed over because somebody held their rows at that moment, so that they need not wait for their
-- lease to run out: another worker's claim holds a row for an instant when it finds that it came second. Waits for whoever holds them, in id
-- order; what is no longer ours is left alone. Side effects: messaging_message.
WITH ours AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(claims)s::integer[]) AS ours (id, claim)
), held AS MATERIALIZED (
    SELECT message.id FROM messaging_message AS message JOIN ours ON ours.id = message.id AND ours.claim = message.claim
    WHERE message.agency_id = %(agency_id)s AND message.status = 'claimed'
    ORDER BY message.id FOR UPDATE OF message
)
UPDATE messaging_message AS message SET status = 'scheduled', lease_until = NULL
FROM held WHERE message.agency_id = %(agency_id)s AND message.id = held.id
