-- Holds rows in id order until the transaction ends: nobody opts them out or finds them Invalid meanwhile. Changes nothing.
SELECT id FROM contacts_address WHERE agency_id = %(agency_id)s AND id = ANY(%(ids)s::uuid[]) ORDER BY id FOR SHARE
