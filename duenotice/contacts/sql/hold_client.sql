-- The client of a contact, held until the transaction ends: nobody changes, archives or trashes it meanwhile. Changes nothing.
SELECT * FROM clients_client WHERE agency_id = %(agency_id)s AND id = %(id)s FOR NO KEY UPDATE
