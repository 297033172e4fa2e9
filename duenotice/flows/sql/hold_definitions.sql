-- Whoever reads what an agency's flows and auto messages call for shares this lock until the transaction ends. Changes nothing.
SELECT pg_advisory_xact_lock_shared(hashtextextended('definitions ' || %(agency_id)s::text, 0))
