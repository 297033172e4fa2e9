-- Messages that a worker claimed and left behind are scheduled again: nothing was handed off. Every agency's, by message_leased.
-- Side effects: messaging_message.
WITH lapsed AS MATERIALIZED (
    SELECT agency_id, id FROM messaging_message
    WHERE status = 'claimed' AND lease_until < %(now)s LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE messaging_message AS message SET status = 'scheduled', lease_until = NULL, updated_at = %(now)s
FROM lapsed WHERE message.agency_id = lapsed.agency_id AND message.id = lapsed.id
RETURNING message.id
