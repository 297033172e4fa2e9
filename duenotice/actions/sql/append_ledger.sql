-- Appends one row per address to the consent ledger, and answers (address_id, id) of each. Its ids are what the ledger is ordered by: they
-- come from the database's clock while the caller holds the addresses, so that the last word about an address is the last one said,
-- whichever machine wrote it. Side effects: contacts_consentevent.
INSERT INTO contacts_consentevent (id, agency_id, at, address_id, address_hash, change, how, actor_id, wording_version, message_id)
SELECT uuidv7(), %(agency_id)s, %(now)s, address_id, address_hash, %(change)s, %(how)s, %(actor_id)s, %(wording_version)s, %(message_id)s
FROM unnest(%(address_ids)s::uuid[], %(hashes)s::bytea[]) AS asked (address_id, address_hash)
RETURNING address_id, id
