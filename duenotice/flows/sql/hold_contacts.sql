-- Holds rows in id order until the transaction ends: nobody changes, archives or trashes them meanwhile. Changes nothing.
SELECT id FROM contacts_contact WHERE agency_id = %(agency_id)s AND id = ANY(%(ids)s::uuid[]) ORDER BY id FOR NO KEY UPDATE
