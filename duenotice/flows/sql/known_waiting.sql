-- Whether a message of the same waits for the same contact already, about the same event or none: then no second one is made. Takes the
-- place of known.sql where a change calls for messages. Part of plan.sql.
EXISTS (
    SELECT FROM messaging_message AS known
    WHERE known.agency_id = %(agency_id)s AND known.contact_id = paired.contact_id AND known.origin_id = paired.origin_id
        AND known.event_id IS NOT DISTINCT FROM paired.event_id AND known.status IN ('scheduled', 'claimed')
        AND (paired.simulated OR NOT known.only_simulate)
)
