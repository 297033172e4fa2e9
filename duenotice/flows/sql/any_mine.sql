-- Whether any automated message waits in the scope, where nothing calls for one any more: most often none does. Changes nothing.
SELECT EXISTS (
    SELECT FROM messaging_message
    WHERE agency_id = %(agency_id)s AND {mine} AND planned_for IS NOT NULL AND fallback_of IS NULL AND status IN ('scheduled', 'claimed')
)
