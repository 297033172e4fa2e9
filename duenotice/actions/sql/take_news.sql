-- Takes news that is due to be looked at, the oldest first, and moves its time on, so that nobody else looks at it while we do. Every
-- agency's, by news_due: it is how a worker finds it. Side effects: actions_news.
WITH due AS MATERIALIZED (
    SELECT agency_id, id FROM actions_news WHERE applied_at IS NULL AND due_at <= %(now)s
    ORDER BY due_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE actions_news AS news SET due_at = %(now)s + %(lease)s * interval '1 second', tries = news.tries + 1
FROM due WHERE news.agency_id = due.agency_id AND news.id = due.id
RETURNING news.id, news.agency_id, news.sender_id, news.gateway, news.content, news.received_at, news.tries
