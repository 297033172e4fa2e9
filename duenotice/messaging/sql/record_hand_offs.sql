-- Writes what the handset was handed, of whichever agencies, in one statement. Side effects: messaging_handoff.
INSERT INTO messaging_handoff (id, agency_id, message_id, attempt, at, channel, sender, "to", subject, body, files)
SELECT * FROM unnest(
    %(ids)s::uuid[], %(agencies)s::uuid[], %(messages)s::uuid[], %(attempts)s::smallint[], %(ats)s::timestamptz[], %(channels)s::text[],
    %(senders)s::text[], %(tos)s::text[], %(subjects)s::text[], %(bodies)s::text[], %(files)s::jsonb[]
)
