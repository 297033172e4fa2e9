"""What Sync Messages would do, in words: how much, and which messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from duenotice.actions.syncing import Foretold, Spread
from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.models import Contact
from duenotice.events.models import Event
from duenotice.flows.sync import Foreseen, Preview, Synced
from duenotice.web.access import PageRequest
from duenotice.web.alerts import Action, alert
from duenotice.web.contacts.labels import label_of
from duenotice.words.models import Template

ACTS = {
    "create": (gettext_lazy("Is scheduled"), "good"),
    "move": (gettext_lazy("Moves"), "info"),
    "delete": (gettext_lazy("Is deleted"), "bad"),
    "expire": (gettext_lazy("Too late, is not sent"), "warn"),
}
HELD_TOO_LONG = gettext_lazy("Not sent: quiet hours would hold it until after the event")


@dataclass(frozen=True)
class Line:
    """One message that would be made, moved or deleted."""

    words: Any
    tone: str
    template: str
    contact: Contact | None
    label: str
    client: Client | None
    event: Event | None
    channel: str
    language: str
    was: datetime | None
    send_at: datetime | None


def lines(agency: Agency, messages: Sequence[Foreseen]) -> list[Line]:
    """The messages with the names of what they are about."""
    contacts = _named(Contact.objects.select_related("address"), agency, [one.contact_id for one in messages])
    clients = _named(Client.objects, agency, [one.client_id for one in messages])
    events = _named(Event.objects, agency, [one.event_id for one in messages])
    templates = _named(Template.objects, agency, [one.template_id for one in messages])
    return [_line(one, contacts, clients, events, templates) for one in messages]


def count_words(counts: Synced, *, done: bool = False) -> list[str]:
    """How many messages are scheduled, moved and deleted, those alone of which there are any; `done`, in the past."""
    told = [
        (
            counts.created,
            ngettext("%(count)d message will be scheduled.", "%(count)d messages will be scheduled.", counts.created),
            ngettext("%(count)d message was scheduled.", "%(count)d messages were scheduled.", counts.created),
        ),
        (
            counts.moved,
            ngettext("%(count)d message will move.", "%(count)d messages will move.", counts.moved),
            ngettext("%(count)d message was moved.", "%(count)d messages were moved.", counts.moved),
        ),
        (
            counts.deleted,
            ngettext("%(count)d message will be deleted.", "%(count)d messages will be deleted.", counts.deleted),
            ngettext("%(count)d message was deleted.", "%(count)d messages were deleted.", counts.deleted),
        ),
        (
            counts.expired,
            ngettext("%(count)d message is too late and is not sent.", "%(count)d messages are too late and are not sent.", counts.expired),
            ngettext("%(count)d message is too late and is not sent.", "%(count)d messages are too late and are not sent.", counts.expired),
        ),
    ]
    return [(past if done else future) % {"count": count} for count, future, past in told if count]


def tell_spread(request: PageRequest, spread: Spread) -> None:
    """What a change of definitions or senders did to messages, on the next page; nothing where it did nothing."""
    if spread.job:
        url = reverse("job", args=[request.agency.reference, spread.job.id])
        alert(request, "info", _("Messages follow in the background."), [Action(_("See how far it is"), url, "get")])
    elif told := count_words(spread.synced, done=True):
        alert(request, "info", " ".join(told))


def foretold_words(foretold: Foretold) -> list[str]:
    """What a change would do, and of how much that was counted."""
    words = count_words(foretold.counts)
    if not foretold.whole:
        told = _("Counted over the first %(looked_at)s of %(total)s events and clients. All of them are synced, in the background.")
        numbers = {"looked_at": foretold.looked_at, "total": foretold.total}
        words.append(told % {name: number_format(one, force_grouping=True) for name, one in numbers.items()})
    return words


def more(preview: Preview) -> int:
    """How many more messages there are than are shown."""
    counts = preview.counts
    return max(0, counts.created + counts.moved + counts.deleted + counts.expired - len(preview.messages))


def _line(one: Foreseen, contacts: dict[UUID, Any], clients: dict[UUID, Any], events: dict[UUID, Any], templates: dict[UUID, Any]) -> Line:
    words, tone = (HELD_TOO_LONG, "warn") if one.quiet and one.act in ("create", "expire") else ACTS[one.act]
    contact = contacts.get(one.contact_id)
    template = templates.get(one.template_id)
    return Line(
        words=words,
        tone=tone,
        template=template.name if template else "",
        contact=contact,
        label=label_of(contact) if contact else "",
        client=clients.get(one.client_id) if one.client_id else None,
        event=events.get(one.event_id) if one.event_id else None,
        channel=one.channel,
        language=one.language,
        was=one.was,
        send_at=None if one.act == "delete" else one.send_at,
    )


def _named(rows: Any, agency: Agency, ids: Sequence[UUID | None]) -> dict[UUID, Any]:
    wanted = {one for one in ids if one}
    return {row.id: row for row in rows.filter(agency_id=agency.id, id__in=wanted)} if wanted else {}
