-- Remembers what a carrier calls the parts that it took of messages, so that its receipts find them. A part that is known stays as it is,
-- and one whose message is gone is not kept. One row a part: a text has two on average. Side effects: messaging_part.
INSERT INTO messaging_part (id, agency_id, message_id, attempt, number, of, reference, status)
SELECT uuidv7(), %(agency_id)s, message.id, told.attempt, told.number, told.of, told.reference, ''
FROM unnest(
    %(message_ids)s::uuid[], %(attempts)s::smallint[], %(numbers)s::smallint[], %(totals)s::smallint[], %(references)s::text[]
) AS told (message_id, attempt, number, of, reference)
JOIN messaging_message AS message ON message.id = told.message_id
WHERE message.agency_id = %(agency_id)s
ON CONFLICT (agency_id, message_id, attempt, number) DO NOTHING
