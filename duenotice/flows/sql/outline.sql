-- How many messages sync would make, move, expire and delete, and whom that concerns, so that they can be held in lock order. Changes nothing.
{plan}
SELECT act, count(*), array_agg(DISTINCT address_id), array_agg(DISTINCT contact_id), array_agg(DISTINCT client_id),
    array_remove(array_agg(DISTINCT event_id), NULL), array_remove(array_agg(message_id), NULL)
FROM plan WHERE act IS NOT NULL
GROUP BY act
