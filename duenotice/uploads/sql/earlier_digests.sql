-- Which of these digests an earlier row of the same file has, and its number: rows that say the same are carried out once.
SELECT digest, min(number) FROM uploads_uploadrow
WHERE agency_id = %(agency_id)s AND upload_id = %(upload_id)s AND digest = ANY(%(digests)s::bytea[]) AND number < %(first)s AND outcome <> 'invalid'
GROUP BY digest
