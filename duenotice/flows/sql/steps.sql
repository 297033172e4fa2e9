-- The steps of the flows that send. Changes nothing. Every sync asks: with the ORM's writing of it, that took twice as long.
SELECT {columns} FROM flows_flowstep AS row
JOIN flows_flow AS flow ON flow.agency_id = row.agency_id AND flow.id = row.flow_id
WHERE row.agency_id = %(agency_id)s AND flow.mode <> 'disabled' AND flow.archived_at IS NULL AND flow.trashed_at IS NULL
ORDER BY row.id
