"""What a bulk action would do, in counts (F3)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duenotice.actions.bulk import Bulk, Preview, messages_to_delete
from duenotice.actions.bulk_outcome import Outcome
from duenotice.agencies.models import Agency
from duenotice.web.bulk.forms import LABELS

Words = str | Promise
OUTCOMES: dict[str, Words] = {
    Outcome.CHANGED: _("Changed"),
    Outcome.CHANGED_UNDER_CLIENT: _("Restored, but under a client that is archived or in the trash"),
    Outcome.ALREADY: _("So already: left alone"),
    Outcome.CANNOT_CARRY: _("Left alone: the channel cannot carry the address"),
    Outcome.GONE: _("No longer there"),
    "messages_deleted": _("Scheduled messages deleted"),
}
UNDONE: dict[str, Words] = {
    "put_back": pgettext_lazy("records", "Put back"),
    "not_undone": _("Groups of up to 1,000 that somebody has changed since: left alone"),
    "messages_back": _("Messages scheduled again"),
    "messages_stay_deleted": _("Messages that stay deleted: due already, or not to be sent any more"),
}


@dataclass(frozen=True)
class Previewed:
    """`lines` are outcomes in words with their counts; `messages` are deleted, None where the verb deletes none."""

    verb: Words
    total: int
    more: bool
    changing: int
    lines: list[tuple[Words, int]]
    messages: int | None


def previewed(agency: Agency, bulk: Bulk, counted: Preview) -> Previewed:
    lines = [(OUTCOMES[one], counted.counts[one]) for one in Outcome if one in counted.counts]
    messages = messages_to_delete(agency, bulk)
    return Previewed(LABELS[bulk.verb], counted.total, counted.more, counted.changing, lines, messages)
