-- Puts tokens back that were not used (positive), or takes those that longer messages cost (negative: the bucket may go below zero); the day's
-- use follows. Side effects: senders_sender.
UPDATE senders_sender SET tokens = tokens + %(tokens)s, used = greatest(0, used - %(tokens)s)
WHERE agency_id = %(agency_id)s AND id = %(sender_id)s
