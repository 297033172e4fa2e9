-- Holds rows in id order until the transaction ends: nobody else changes or syncs them meanwhile. Changes nothing.
SELECT id FROM clients_client WHERE agency_id = %(agency_id)s AND id = ANY(%(ids)s::uuid[]) ORDER BY id FOR NO KEY UPDATE
