-- The events that rows may mean: by reference; by moment and case number; or those at such a moment that one of the clients attends.
-- Archived and trashed ones too. Served by event_reference_is_unique, event_by_start and attendance_by_client.
SELECT event.id FROM events_event AS event
WHERE event.agency_id = %(agency_id)s AND event.reference <> '' AND lower(event.reference) = ANY(%(references)s)
UNION
SELECT event.id FROM events_event AS event
WHERE event.agency_id = %(agency_id)s AND event.starts_at = ANY(%(moments)s) AND lower(event.case_number) = ANY(%(cases)s)
UNION
SELECT event.id FROM events_attendance AS attendance JOIN events_event AS event ON event.agency_id = %(agency_id)s AND event.id = attendance.event_id
WHERE attendance.agency_id = %(agency_id)s AND attendance.client_id = ANY(%(client_ids)s) AND event.starts_at = ANY(%(moments)s)
