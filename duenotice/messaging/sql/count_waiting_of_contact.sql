-- Counts what remove_waiting.sql would delete for a contact, and for its address. Changes nothing.
-- Two counts rather than one with a filter: each has an index of its own, and a contact's messages need not all be at its address.
SELECT
    (SELECT count(*) FROM messaging_message AS message
     WHERE message.agency_id = %(agency_id)s AND message.contact_id = %(contact_id)s
        AND message.status IN ('scheduled', 'claimed') AND message.kind <> 'compliance'),
    (SELECT count(*) FROM messaging_message AS message
     WHERE message.agency_id = %(agency_id)s AND message.address_id = %(address_id)s
        AND message.status IN ('scheduled', 'claimed') AND message.kind <> 'compliance')
