"""The demo's reminders of the last weeks: what the court dates called for before today left on time and arrived."""

from datetime import datetime, timedelta

from duenotice.agencies.models import Agency
from duenotice.messaging.models import Attempt, Message, Receipt, Status
from duenotice.messaging.wording import Wording

SENT = ["status", "status_at", "sent_subject", "sent_body", "words_hash", "segments", "attempts", "gateway", "updated_at"]


def as_delivered(agency: Agency, now: datetime) -> None:
    """Instead of going out late, when the demo starts."""
    due = Message.objects.filter(agency_id=agency.id, status=Status.SCHEDULED, planned_for__lt=now)
    rows = list(due.select_related("client", "contact", "address", "event", "sender"))
    wording = Wording(agency, rows, now)
    for row in rows:
        said = wording.say(row)
        row.sent_subject, row.sent_body = said.rendered.subject, said.rendered.body
        row.words_hash, row.segments, row.attempts, row.gateway = said.hash, said.segments, 1, "handset"
        row.status, row.status_at, row.updated_at = Status.DELIVERED, row.send_at + timedelta(seconds=4), row.send_at
    Message.objects.filter(agency_id=agency.id).bulk_update(rows, SENT, batch_size=200)
    usual = [{"agency_id": agency.id, "message": row, "gateway": "handset"} for row in rows]
    times = [row.send_at for row in rows]
    Attempt.objects.bulk_create(
        Attempt(number=1, started_at=at, ended_at=at, outcome="accepted", **one) for at, one in zip(times, usual, strict=True)
    )
    Receipt.objects.bulk_create(
        Receipt(at=at + timedelta(seconds=4), status="delivered", **one) for at, one in zip(times, usual, strict=True)
    )
