-- Keeps one thing that a carrier told, once by the carrier's own id of it; answers its id if it is new. Side effects: actions_news.
-- `commit` off answers before the disk has it. It holds for this statement's own transaction, which is why it stands in it: one way to the
-- database and back instead of four. One row, since carriers mostly tell one thing a call: as a list of one it took 1.7 times as long.
INSERT INTO actions_news (id, agency_id, sender_id, gateway, key, content, received_at, due_at, tries)
SELECT %(id)s, %(agency_id)s, %(sender_id)s, %(gateway)s, %(key)s, %(content)s, %(now)s, %(due_at)s, 0
WHERE set_config('synchronous_commit', %(commit)s, true) IS NOT NULL
ON CONFLICT (agency_id, gateway, key) DO NOTHING
RETURNING id
