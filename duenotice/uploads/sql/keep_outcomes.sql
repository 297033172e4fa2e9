-- What became of some rows, and what Undo needs of them.
UPDATE uploads_uploadrow AS row
SET outcome = told.outcome, reasons = told.reasons, made = told.made, before = told.before, written_at = %(written_at)s
FROM unnest(%(numbers)s::int[], %(outcomes)s::text[], %(reasons)s::jsonb[], %(made)s::jsonb[], %(before)s::jsonb[])
    AS told (number, outcome, reasons, made, before)
WHERE row.agency_id = %(agency_id)s AND row.upload_id = %(upload_id)s AND row.number = told.number
