-- What verifying a carrier's call takes: the sender's gateway, and its settings, sealed. One index look-up a receipt. Changes nothing.
SELECT gateway, gateway_settings FROM senders_sender WHERE agency_id = %(agency_id)s AND id = %(sender_id)s
