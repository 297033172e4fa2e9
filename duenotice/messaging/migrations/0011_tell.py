# Messages that appear, change their status or are deleted go into the outbox where somebody is told of messages: by triggers, because many
# statements do that. A message that is only ever simulated for a test client of the API is told to nobody.
from django.db import migrations

TOLD = """
CREATE FUNCTION messaging_told(message messaging_message) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('status', message.status, 'channel', message.channel, 'kind', message.kind, 'client', message.client_id,
        'contact', message.contact_id, 'event', message.event_id, 'reason_code', nullif(message.reason_code, ''))
$$
"""
MADE = """
CREATE FUNCTION messaging_tell_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO agencies_outbox (agency_id, at, type, record_id, mode, data)
    SELECT made.agency_id, made.status_at, CASE made.kind WHEN 'inbound' THEN 'message.received' ELSE 'message.created' END, made.id,
        agency.mode, messaging_told(made)
    FROM made JOIN agencies_agency AS agency ON agency.id = made.agency_id
    WHERE 'message' = ANY(agency.tells) AND NOT made.only_simulate
    ORDER BY made.id;
    RETURN NULL;
END
$$
"""
MOVED = """
CREATE FUNCTION messaging_tell_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO agencies_outbox (agency_id, at, type, record_id, mode, data)
    SELECT NEW.agency_id, NEW.status_at, 'message.status', NEW.id, agency.mode, messaging_told(NEW)
    FROM agencies_agency AS agency
    WHERE agency.id = NEW.agency_id AND 'message' = ANY(agency.tells);
    RETURN NULL;
END
$$
"""
GONE = """
CREATE FUNCTION messaging_tell_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO agencies_outbox (agency_id, at, type, record_id, mode, data)
    SELECT gone.agency_id, now(), 'message.status', gone.id, agency.mode,
        messaging_told(gone) || '{"status": "deleted"}'
    FROM gone JOIN agencies_agency AS agency ON agency.id = gone.agency_id
    WHERE 'message' = ANY(agency.tells) AND NOT gone.only_simulate AND gone.status IN ('scheduled', 'claimed')
    ORDER BY gone.id;
    RETURN NULL;
END
$$
"""
# Claiming and its kin, which are the most of all changes, cost one comparison; and nobody hears of them.
TRIGGERS = [
    """
CREATE TRIGGER messaging_message_tell_made AFTER INSERT ON messaging_message
REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION messaging_tell_made()
""",
    """
CREATE TRIGGER messaging_message_tell_moved AFTER UPDATE OF status ON messaging_message FOR EACH ROW
WHEN (NEW.status <> OLD.status AND NEW.status NOT IN ('claimed', 'submitting') AND NOT NEW.only_simulate
    AND NOT (NEW.status = 'scheduled' AND OLD.status IN ('claimed', 'submitting')))
EXECUTE FUNCTION messaging_tell_moved()
""",
    """
CREATE TRIGGER messaging_message_tell_gone AFTER DELETE ON messaging_message
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION messaging_tell_gone()
""",
]
UNDO = [
    *(f"DROP TRIGGER messaging_message_tell_{name} ON messaging_message" for name in ("made", "moved", "gone")),
    *(f"DROP FUNCTION messaging_tell_{name}()" for name in ("made", "moved", "gone")),
    "DROP FUNCTION messaging_told(messaging_message)",
]


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0010_approval'),
        ('agencies', '0008_outbox'),
    ]

    operations = [migrations.RunSQL([TOLD, MADE, MOVED, GONE, *TRIGGERS], UNDO)]
