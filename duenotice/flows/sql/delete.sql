-- Deletes the waiting messages that nothing calls for. The caller holds them. Side effects: messaging_message.
{plan}
DELETE FROM messaging_message AS message USING plan
WHERE message.agency_id = %(agency_id)s AND message.id = plan.message_id AND act = 'delete' AND message.status IN ('scheduled', 'claimed')
