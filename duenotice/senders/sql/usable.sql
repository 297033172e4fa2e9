-- What an agency can send from on any of some channels, the oldest first. Changes nothing. Asked by nearly every page and call: with the ORM's
-- writing of it, it took three times as long. One agency has a few senders (sender_in_agency).
SELECT {columns} FROM senders_sender AS row
WHERE agency_id = %(agency_id)s AND channels && %(channels)s::text[] AND disabled_at IS NULL ORDER BY id
