-- Holds rows in id order until the transaction ends: nobody cancels or moves them meanwhile. Changes nothing.
SELECT id FROM events_event WHERE agency_id = %(agency_id)s AND id = ANY(%(ids)s::uuid[]) ORDER BY id FOR KEY SHARE
