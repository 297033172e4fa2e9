-- Whether there is a message for this occasion already, whatever became of it: sent, cancelled by staff, expired. What only simulates takes
-- no occasion from what does not. Part of plan.sql.
EXISTS (
    SELECT FROM messaging_message AS known
    WHERE known.agency_id = %(agency_id)s AND known.contact_id = paired.contact_id AND known.origin_id = paired.origin_id
        AND known.occasion = paired.occasion AND known.origin_id IS NOT NULL AND (paired.simulated OR NOT known.only_simulate)
)
