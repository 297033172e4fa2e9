-- The agency's rows of some addresses, those that are there. Changes nothing. One look by address_is_unique for each, whatever the agency's
-- size: the agency comes as a column of what is asked, because statistics say of one that is just being filled that it is empty, and the
-- planner walked all of it. Thousands at once, without the ORM: writing each value into the statement took longer than the look.
SELECT asked.kind, asked.value, address.id, address.consent, address.line_type
FROM (
    SELECT %(agency_id)s::uuid AS agency_id, kind, value
    FROM unnest(%(kinds)s::text[], %(values)s::text[]) AS one (kind, value)
    OFFSET 0
) AS asked
CROSS JOIN LATERAL (
    SELECT id, consent, line_type FROM contacts_address AS there
    WHERE there.agency_id = asked.agency_id AND there.kind = asked.kind AND there.value = asked.value
    LIMIT 1
) AS address
