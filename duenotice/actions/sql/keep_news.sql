-- Keeps what a carrier told, each thing once by the carrier's own id of it; answers the ids of what is new. Side effects: actions_news.
-- `commit` off answers before the disk has it. It holds for this statement's own transaction, which is why it stands in it: one way to the
-- database and back instead of four. By the ORM a receipt took 5,900 calls of functions.
WITH durability AS MATERIALIZED (
    SELECT set_config('synchronous_commit', %(commit)s, true) AS set
)
INSERT INTO actions_news (id, agency_id, sender_id, gateway, key, content, received_at, due_at, tries)
SELECT told.id, %(agency_id)s, %(sender_id)s, %(gateway)s, told.key, told.content, %(now)s, told.due_at, 0
FROM durability, unnest(%(ids)s::uuid[], %(keys)s::text[], %(contents)s::jsonb[], %(dues)s::timestamptz[])
    AS told (id, key, content, due_at)
WHERE durability.set IS NOT NULL
ON CONFLICT (agency_id, gateway, key) DO NOTHING
RETURNING id
