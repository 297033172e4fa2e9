"""What happened to one contact: its consent, its lifecycle and the outcomes of its messages, in one list (C8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from uuid import UUID

from duenotice.accounts.models import User
from duenotice.agencies.activity import LOOK
from duenotice.agencies.models import Activity, Agency
from duenotice.contacts.models import ConsentEvent, Contact
from duenotice.messaging.models import WAITING, Message

SIZE = 30
# Consent is told by its ledger, which also knows what was written.
TOLD_BY_LEDGER = ["opted_out", "opted_in", "consent_unset"]


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `what` is an activity's verb, `consent_` and a change, or `message_` and a status.

    `how` is how it came about: staff, keyword, system …; `who` the name of the user, where a user did it; `words` what a person wrote,
    or the reason that a carrier gave.
    """

    at: datetime
    what: str
    how: str = ""
    who: str = ""
    words: str = ""
    channel: str = ""
    message_id: UUID | None = None


def history(*, agency: Agency, contact: Contact, before: datetime | None = None, size: int = SIZE) -> list[Entry]:
    """The latest entries, newest first, at most `size`; with `before`, those that happened earlier."""
    consents = ConsentEvent.objects.filter(agency_id=agency.id, address_id=contact.address_id).select_related("words").order_by("-id")
    activity = (
        Activity.objects.filter(agency_id=agency.id, record_id=contact.id)
        .exclude(verb__in=TOLD_BY_LEDGER)
        .exclude(record_kind=LOOK)
        .order_by("-id")
    )
    outcomes = Message.objects.filter(agency_id=agency.id, contact_id=contact.id).exclude(status__in=WAITING).order_by("-status_at")
    if before:
        consents, activity, outcomes = consents.filter(at__lt=before), activity.filter(at__lt=before), outcomes.filter(status_at__lt=before)
    rows = (list(consents[:size]), list(activity[:size]))
    names = _names([row.actor_id for row in rows[0]] + [row.actor_id for row in rows[1]])
    entries = [
        *(_of_consent(row, names) for row in rows[0]),
        *(_of_activity(row, names) for row in rows[1]),
        *(_of_message(row) for row in outcomes[:size]),
    ]
    return nlargest(size, entries, key=lambda entry: entry.at)


def _of_consent(row: ConsentEvent, names: dict[UUID, str]) -> Entry:
    words = row.words.text if hasattr(row, "words") else ""
    who = names.get(row.actor_id, "") if row.actor_id else ""
    return Entry(row.at, f"consent_{row.change}", row.how, who, words, message_id=row.message_id)


def _of_activity(row: Activity, names: dict[UUID, str]) -> Entry:
    how = str(row.detail.get("source") or row.actor_kind)
    return Entry(row.at, row.verb, how, names.get(row.actor_id, "") if row.actor_id else "")


def _of_message(row: Message) -> Entry:
    return Entry(row.status_at, f"message_{row.status}", row.kind, words=row.reason, channel=row.channel, message_id=row.id)


def _names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    return dict(User.objects.filter(id__in={id for id in ids if id}).values_list("id", "name"))
