-- The steps of the flows that send. Changes nothing. Every sync asks: with the ORM's writing of it, that took twice as long.
SELECT step.* FROM flows_flowstep AS step
JOIN flows_flow AS flow ON flow.agency_id = step.agency_id AND flow.id = step.flow_id
WHERE step.agency_id = %(agency_id)s AND flow.mode <> 'disabled' AND flow.archived_at IS NULL AND flow.trashed_at IS NULL
ORDER BY step.id
