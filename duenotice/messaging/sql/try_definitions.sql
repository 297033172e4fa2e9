-- Shares the lock that whoever changes an agency's flows and auto messages takes (flows/sql/hold_definitions_changing.sql), until the
-- transaction ends, without waiting: false while somebody changes them. Changes nothing.
SELECT pg_try_advisory_xact_lock_shared(hashtextextended('definitions ' || %(agency_id)s::text, 0))
