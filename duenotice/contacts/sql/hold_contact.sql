-- One contact, held until the transaction ends: nobody changes, archives or trashes it meanwhile. Changes nothing. Said in full, as are the
-- statements beside it: the ORM took longer to write them than the database to answer.
SELECT * FROM contacts_contact WHERE agency_id = %(agency_id)s AND id = %(id)s FOR NO KEY UPDATE
