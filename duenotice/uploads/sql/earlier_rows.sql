-- The rows of the same file before a batch that tell of the same people or events, as far as they were taken. In order.
-- Each key has an index of its own, so each is sought by itself.
SELECT number, record, made FROM uploads_uploadrow AS earlier
WHERE agency_id = %(agency_id)s AND upload_id = %(upload_id)s AND outcome IN ('created', 'updated', 'unchanged') AND number IN (
    SELECT number FROM uploads_uploadrow
    WHERE agency_id = %(agency_id)s AND upload_id = %(upload_id)s AND name_key <> '' AND name_key = ANY(%(names)s::text[]) AND number < %(first)s
    UNION
    SELECT number FROM uploads_uploadrow
    WHERE agency_id = %(agency_id)s AND upload_id = %(upload_id)s AND reference_key <> '' AND reference_key = ANY(%(references)s::text[])
        AND number < %(first)s
    UNION
    SELECT number FROM uploads_uploadrow
    WHERE agency_id = %(agency_id)s AND upload_id = %(upload_id)s AND event_key <> '' AND event_key = ANY(%(events)s::text[]) AND number < %(first)s
)
ORDER BY number
