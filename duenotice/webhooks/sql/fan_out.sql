-- Takes changes out of the outbox and writes down what each endpoint that wants them is to be told: one row for each, with the very words that
-- will be sent. A change that nobody wants any more goes without a trace. Answers how many were taken.
-- One at a time, by an advisory lock: a later change must not be there before an earlier one. Walks every agency, because it empties the whole
-- outbox; each join names the agency. The client of a contact, which never changes, is looked up here. Side effects: agencies_outbox,
-- webhooks_delivery. Measured: 5,000 changes for one endpoint in 0.2 to 0.45 s on a crowded machine.
WITH taken AS (
    DELETE FROM agencies_outbox WHERE id IN (SELECT id FROM agencies_outbox ORDER BY id LIMIT %(most)s)
    RETURNING *
), told AS (
    INSERT INTO webhooks_delivery (id, agency_id, created_at, updated_at, endpoint_id, seq, type, record_id, body, test, state, next_at, tried)
    SELECT uuidv7(), taken.agency_id, %(now)s, %(now)s, endpoint.id, taken.id, taken.type, taken.record_id,
        jsonb_build_object(
            'type', taken.type,
            'timestamp', to_char(taken.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'agency', agency.reference,
            'mode', taken.mode,
            'data', jsonb_build_object('uuid', taken.record_id)
                || CASE WHEN contact.id IS NULL THEN '{}' ELSE jsonb_build_object('client', contact.client_id) END
                || taken.data
        )::text,
        false, 'waiting', %(now)s, '[]'
    FROM taken
    JOIN agencies_agency AS agency ON agency.id = taken.agency_id
    JOIN webhooks_endpoint AS endpoint ON endpoint.agency_id = taken.agency_id
        AND endpoint.types && ARRAY[taken.type, split_part(taken.type, '.', 1) || '.*']
    LEFT JOIN contacts_contact AS contact ON taken.type LIKE 'contact.%%' AND contact.agency_id = taken.agency_id
        AND contact.id = taken.record_id
    ORDER BY taken.id, endpoint.id
)
SELECT count(*) FROM taken
