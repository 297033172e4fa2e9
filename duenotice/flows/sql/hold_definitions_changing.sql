-- Whoever changes an agency's flows or auto messages waits for those who read them, and they for it. Changes nothing.
SELECT pg_advisory_xact_lock(hashtextextended('definitions ' || %(agency_id)s::text, 0))
