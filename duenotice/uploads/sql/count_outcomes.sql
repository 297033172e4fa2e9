-- How many rows have each outcome, how many tell of an address that was opted out before or cannot be reached, and the records made.
SELECT outcome, count(*), count(*) FILTER (WHERE reasons::text LIKE '%%"opted_out_before"%%'),
    count(*) FILTER (WHERE reasons::text LIKE '%%"address_invalid"%%')
FROM uploads_uploadrow WHERE agency_id = %(agency_id)s AND upload_id = %(upload_id)s GROUP BY outcome
