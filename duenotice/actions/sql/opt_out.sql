-- Opts addresses out, deletes what waits for them, and writes the ledger, the activity and, where `undo_id` is given, what Undo needs, in one
-- statement: the deleted messages stay in the database, where handing them over as text and taking them back took a third of a bulk opt-out.
-- Runs second in its transaction, after lock_addresses.sql: a message whose composer held the address when that waited is only visible to a
-- statement that starts afterwards. Side effects: contacts_address, messaging_message, contacts_consentevent, agencies_activity,
-- actions_undo, whose `before` is what consent.py writes down of opting in, and reads of both.
-- The one answer to the person's own STOP or HELP needs no consent, and stays; the answer to an earlier START goes (O1).
-- Messages are locked in id order before any is deleted: somebody who deletes some of them for another reason waits, and neither for ever.
-- Answers (address, ledger row, how many messages were deleted in all) per address.
WITH asked AS (
    SELECT * FROM unnest(%(address_ids)s::uuid[], %(hashes)s::bytea[]) AS asked (address_id, address_hash)
), changed AS (
    UPDATE contacts_address SET consent = 'out', consent_at = %(now)s, updated_at = %(now)s
    FROM asked WHERE agency_id = %(agency_id)s AND id = asked.address_id
    RETURNING id, old.consent
), ledger AS (
    INSERT INTO contacts_consentevent (id, agency_id, at, address_id, address_hash, change, how, actor_id, wording_version, message_id)
    SELECT uuidv7(), %(agency_id)s, %(now)s, address_id, address_hash, 'out', %(how)s, %(actor_id)s, %(wording_version)s, %(message_id)s
    FROM asked
    RETURNING address_id, id
), activity AS (
    INSERT INTO agencies_activity (id, agency_id, at, actor_kind, actor_id, from_ip, verb, record_kind, record_id, detail)
    SELECT uuidv7(), %(agency_id)s, %(now)s, %(actor_kind)s, %(actor_id)s, %(ip)s, 'opted_out', 'contact', contact.id,
        jsonb_build_object('how', %(how)s::text)
    FROM contacts_contact AS contact WHERE contact.agency_id = %(agency_id)s AND contact.address_id IN (SELECT address_id FROM asked)
), ending AS MATERIALIZED (
    SELECT id FROM messaging_message
    WHERE agency_id = %(agency_id)s AND address_id = ANY(%(address_ids)s::uuid[])
        AND status IN ('scheduled', 'claimed') AND (kind <> 'compliance' OR occasion = 'start')
    ORDER BY id
    FOR UPDATE
), deleted AS (
    DELETE FROM messaging_message AS message USING ending
    WHERE message.agency_id = %(agency_id)s AND message.id = ending.id
    RETURNING to_jsonb(message) AS message
), undo AS (
    INSERT INTO actions_undo (id, agency_id, created_at, updated_at, user_id, verb, before, messages, expires_at)
    SELECT %(undo_id)s::uuid, %(agency_id)s, %(now)s, %(now)s, %(actor_id)s, 'opt_out',
        (SELECT jsonb_object_agg(changed.id, jsonb_build_object('consent', changed.consent, 'entry', ledger.id))
        FROM changed JOIN ledger ON ledger.address_id = changed.id),
        (SELECT coalesce(jsonb_agg(message), '[]') FROM deleted), %(undo_expires_at)s
    WHERE %(undo_id)s::uuid IS NOT NULL
)
SELECT address_id, id, (SELECT count(*) FROM deleted) FROM ledger
