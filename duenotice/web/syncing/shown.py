"""What Sync Messages would do, in words: how much, and which messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.models import Contact
from duenotice.events.models import Event
from duenotice.flows.sync import Foreseen, Preview, Synced
from duenotice.web.contacts.labels import label_of
from duenotice.words.models import Template

ACTS = {
    "create": (_("Is scheduled"), "good"),
    "move": (_("Moves"), "info"),
    "delete": (_("Is deleted"), "bad"),
    "expire": (_("Too late, is not sent"), "warn"),
}
HELD_TOO_LONG = _("Not sent: quiet hours would hold it until after the event")


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
