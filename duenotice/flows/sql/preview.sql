-- What sync would do, message by message, soonest first. Changes nothing.
{plan}
SELECT act, message_id, contact_id, client_id, event_id, origin_id, template_id, channel, language, coalesce(was_send_at, send_at) AS was,
    CASE WHEN at_once THEN greatest(send_at, %(now)s) ELSE send_at END AS send_at, quiet
FROM plan WHERE act IS NOT NULL
ORDER BY coalesce(plan.send_at, was_send_at), contact_id, origin_id
LIMIT %(limit)s
