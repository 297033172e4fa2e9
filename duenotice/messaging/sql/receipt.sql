-- Keeps what a gateway said of a message after taking it, and moves the message forward where that is news: a status never goes back.
-- A message that waits for another try and turns out to have gone moves too. Answers the message's status before, and whether it moved;
-- no row where there is no such message. Side effects: messaging_receipt, messaging_message.
WITH known AS (
    SELECT id, status FROM messaging_message WHERE agency_id = %(agency_id)s AND id = %(message_id)s AND kind <> 'inbound' FOR NO KEY UPDATE
), kept AS (
    INSERT INTO messaging_receipt (id, agency_id, message_id, at, gateway, status, code, words)
    SELECT uuidv7(), %(agency_id)s, id, %(at)s, %(gateway)s, %(status)s, %(code)s, %(words)s FROM known
), moved AS (
    UPDATE messaging_message AS message
    SET status = %(status)s, status_at = %(at)s, updated_at = %(now)s, lease_until = NULL, held_for = '', reason_code = %(code)s, reason = %(words)s
    FROM known
    WHERE message.agency_id = %(agency_id)s AND message.id = known.id AND message.attempts > 0 AND known.status = ANY(%(from_statuses)s)
    RETURNING message.id
)
SELECT known.status, EXISTS (SELECT FROM moved) FROM known
