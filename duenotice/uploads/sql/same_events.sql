-- The events that rows may mean: by reference; by moment and case number; or those at such a moment that one of the clients attends.
-- Archived and trashed ones too. One index scan per reference and per moment, and per client that attends something (event_reference_is_unique,
-- event_by_start, attendance_by_client), whatever the agency's size: of one that a first upload is just filling, statistics say that it has no
-- events, so the agency comes as a column of what is asked, as in same_people.sql.
SELECT event.id
FROM unnest(array_fill(%(agency_id)s::uuid, ARRAY[cardinality(%(references)s::text[])]), %(references)s::text[]) AS asked (agency_id, reference)
CROSS JOIN LATERAL (
    SELECT there.id FROM events_event AS there
    WHERE there.agency_id = asked.agency_id AND there.reference <> '' AND lower(there.reference) = asked.reference
    LIMIT 1
) AS event
UNION
SELECT event.id
FROM unnest(array_fill(%(agency_id)s::uuid, ARRAY[cardinality(%(moments)s::timestamptz[])]), %(moments)s::timestamptz[])
    AS asked (agency_id, moment)
CROSS JOIN LATERAL (
    SELECT there.id FROM events_event AS there
    WHERE there.agency_id = asked.agency_id AND there.starts_at = asked.moment AND lower(there.case_number) = ANY(%(cases)s::text[])
    OFFSET 0
) AS event
UNION
SELECT event.id
FROM unnest(array_fill(%(agency_id)s::uuid, ARRAY[cardinality(%(client_ids)s::uuid[])]), %(client_ids)s::uuid[]) AS asked (agency_id, client_id)
CROSS JOIN LATERAL (
    SELECT there.id FROM events_attendance AS attendance
    JOIN events_event AS there ON there.agency_id = attendance.agency_id AND there.id = attendance.event_id
    WHERE attendance.agency_id = asked.agency_id AND attendance.client_id = asked.client_id AND there.starts_at = ANY(%(moments)s::timestamptz[])
    OFFSET 0
) AS event
