-- How many rows have each outcome, how many tell of an address that was opted out before, of one that cannot be reached,
-- and how many were taken only in part.
SELECT outcome, count(*), count(*) FILTER (WHERE reasons::text LIKE '%%"opted_out_before"%%'),
    count(*) FILTER (WHERE reasons::text LIKE '%%"address_invalid"%%'),
    count(*) FILTER (WHERE reasons::text LIKE '%%"address_invalid"%%' OR reasons::text LIKE '%%"no_event"%%')
FROM uploads_uploadrow WHERE agency_id = %(agency_id)s AND upload_id = %(upload_id)s GROUP BY outcome
