-- The phones and emails whose carriers tell news over a connection of ours, which the worker keeps up, disabled ones too. Walks every agency
-- on purpose: it is how a worker finds them. A few rows an agency. Changes nothing.
SELECT agency_id, id, updated_at FROM senders_sender WHERE gateway = ANY(%(gateways)s::text[]) ORDER BY id
