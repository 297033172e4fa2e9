-- Deletes claimed messages whose recipient can no longer be reached, or whose event is off (M4). The caller holds their rows.
-- Side effects: messaging_message, and with it attempts and receipts.
DELETE FROM messaging_message
WHERE agency_id = %(agency_id)s AND id = ANY(%(ids)s) AND status IN ('claimed', 'submitting', 'unknown')
