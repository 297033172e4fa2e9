"""What screens say of retention: when a record moves on by itself, and what holds it (L4)."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from duenotice.accounts.models import User
from duenotice.actions.legal_holds import held, hold_on
from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.models import Contact, LegalHold
from duenotice.events.models import Event
from duenotice.flows.models import AutoMessage, Flow
from duenotice.lifecycle.retention import fate
from duenotice.words.dates import in_words


@dataclass(frozen=True)
class Keeping:
    """`words`: what becomes of it by itself; `hold`: the one on this very record; `held`: by that, or one on its client or contacts."""

    words: str
    hold: LegalHold | None
    held: bool
    placed_by: str


Kept = Client | Contact | Event | AutoMessage | Flow


def keeping(agency: Agency, record: Kept) -> Keeping:
    """For a record's screen."""
    kind = record._meta.model_name or ""
    hold = hold_on(record) if isinstance(record, Client | Contact) else None
    stopped = not record.is_live and bool(held(agency.id, kind, [record.id]))
    placed_by = User.objects.filter(id=hold.placed_by).first() if hold and hold.placed_by else None
    return Keeping(_words(agency, record, stopped), hold, stopped, placed_by.name if placed_by else "")


def _words(agency: Agency, record: Kept, stopped: bool) -> str:
    if record.is_live:
        return ""
    if stopped:
        return _("It stays: a legal hold keeps it from moving on by itself.")
    coming = fate(record, trash_after=agency.auto_trash_days, delete_after=agency.auto_delete_days, zone=ZoneInfo(agency.time_zone))
    if coming is None:
        return _("It stays until somebody moves it on.")
    words = _("It goes to the trash by itself on %(day)s.")
    if coming.purged and isinstance(record, AutoMessage | Flow):
        words = _("It is deleted for good on %(day)s, with its words. What it has sent stays.")
    elif coming.purged:
        words = _("It is deleted for good on %(day)s, with its messages.")
    return words % {"day": in_words(coming.day, "M j, Y")}
