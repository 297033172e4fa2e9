-- Holds rows in id order until the transaction ends: no worker takes them meanwhile. Changes nothing.
SELECT id FROM messaging_message WHERE agency_id = %(agency_id)s AND id = ANY(%(ids)s::uuid[]) ORDER BY id FOR UPDATE
