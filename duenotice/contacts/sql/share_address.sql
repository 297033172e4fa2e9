-- One address under FOR SHARE: its consent and validity cannot change until the transaction ends. Changes nothing.
SELECT * FROM contacts_address WHERE agency_id = %(agency_id)s AND id = %(id)s FOR SHARE
