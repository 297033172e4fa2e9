-- Locks addresses FOR UPDATE in id order, before anything that ends their deliverability. Waits for whoever composes or hands off to them.
SELECT id, kind, value, consent FROM contacts_address
WHERE agency_id = %(agency_id)s AND id = ANY(%(address_ids)s::uuid[]) ORDER BY id FOR UPDATE
