-- The contacts of claimed messages, held so that nobody archives them before the gate commits.
-- NO KEY UPDATE, not SHARE: two gates at once must not both find no duplicate to the same contact (M5). Passes over as gate_addresses does.
SELECT id, agency_id, client_id, address_id, channel, unconfirmed_at, archived_at, trashed_at
FROM contacts_contact
WHERE agency_id = %(agency_id)s AND id = ANY(%(ids)s) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
