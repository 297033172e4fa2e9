-- Holds what was made in a hurry between two moments, and since a person last approved, and still waits, where that is more than an agency lets
-- go unseen. Counting stops there. The moment is read here: a sync that began before the approval must not hold again what was approved.
-- What somebody holds at this moment is passed over: it is at the gate, which brakes too, or changed by a sync that brakes at its own end.
-- By message_hurried; 0.1 ms where little was made. Side effects: messaging_message.
WITH since AS MATERIALIZED (
    SELECT greatest(%(since)s, approved_until) AS since FROM agencies_agency WHERE id = %(agency_id)s
), hurried AS MATERIALIZED (
    SELECT count(*) > %(most)s AS too_many
    FROM (
        SELECT FROM messaging_message
        WHERE agency_id = %(agency_id)s AND hurried_at > (SELECT since FROM since) AND hurried_at <= %(until)s AND NOT only_simulate
        LIMIT %(most)s + 1
    ) AS counted
), held AS MATERIALIZED (
    SELECT id FROM messaging_message
    WHERE (SELECT too_many FROM hurried) AND agency_id = %(agency_id)s AND hurried_at > (SELECT since FROM since) AND hurried_at <= %(until)s
        AND NOT only_simulate AND status IN ('scheduled', 'claimed') AND held_for <> 'approval'
    ORDER BY id
    FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE messaging_message AS message SET status = 'scheduled', held_for = 'approval', lease_until = NULL, updated_at = %(now)s
FROM held
WHERE message.agency_id = %(agency_id)s AND message.id = held.id
RETURNING message.id
