-- Messages of which a gateway may know more than we: unknown for a while, and not asked about lately. Every agency's, by message_unknown.
-- `changed`: the sender's set-up is another one since it was handed off, so that its gateway may be asked in vain. Changes nothing.
SELECT message.agency_id, message.id, message.claim, message.address_id, message.contact_id, message.client_id, message.event_id,
    message.attempts, message.channel, message.sender_id, sender.updated_at, message.status_at, sender.value, address.value,
    message.sent_body,
    EXISTS (
        SELECT FROM messaging_attempt AS attempt
        WHERE attempt.agency_id = message.agency_id AND attempt.message_id = message.id AND attempt.number = message.attempts
            AND attempt.started_at < sender.updated_at
    ) AS changed
FROM messaging_message AS message
JOIN senders_sender AS sender ON sender.agency_id = message.agency_id AND sender.id = message.sender_id
JOIN contacts_address AS address ON address.agency_id = message.agency_id AND address.id = message.address_id
WHERE message.status = 'unknown' AND message.status_at < %(before)s AND message.id <> ALL(%(asked)s::uuid[])
ORDER BY message.status_at DESC
LIMIT %(limit)s
