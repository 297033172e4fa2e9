"""One message as a person reads it: its words, when it goes, and what can still be done with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duenotice.accounts.models import User
from duenotice.agencies.models import Agency
from duenotice.messaging.models import UNAPPROVED, Message, Status
from duenotice.messaging.unsynced import UNSYNCED
from duenotice.messaging.wording import templates_by_id
from duenotice.messaging.words_of import Words, words_of
from duenotice.web.access import PageRequest
from duenotice.words.models import Template

CHANNELS: dict[str, str | Promise] = {"text": _("Text"), "voice": _("Voice"), "email": _("Email"), "fax": _("Fax")}
HELD: dict[str, str | Promise] = {
    "quiet_hours": _("Held for quiet hours until"),
    UNAPPROVED: _("Waits for approval. Due"),
    UNSYNCED: _("Held until a change of its flow has reached it. Next try"),
    "sender": _("Held: its sender cannot be used. Next try"),
    "": _("Goes"),
}


@dataclass(frozen=True)
class Row:
    """`words` are those that left, or those that would leave now. `cancel`, `send_now` and `may_…`: may this user
    press them. `agency` is its reference."""

    message: Message
    words: Words
    channel: str | Promise
    when: str | Promise
    cancel: bool
    send_now: bool
    agency: str
    may_update: bool
    may_opt_out: bool

    @property
    def inbound(self) -> bool:
        return self.message.inbound

    @property
    def address(self) -> str:
        return self.message.address.value


def rows(request: PageRequest, messages: Sequence[Message]) -> list[Row]:
    """The messages as rows, for whoever is asking."""
    names = user_names({message.made_by for message in messages if message.made_by})
    templates = templates_by_id(request.agency.id, {message.template_id for message in messages if message.template_id})
    return [_row(request, message, names, templates) for message in messages]


def user_names(ids: set[UUID]) -> dict[UUID, str]:
    return dict(User.objects.filter(id__in=ids).values_list("id", "name")) if ids else {}


def _row(request: PageRequest, message: Message, names: dict[UUID, str], templates: Mapping[UUID, Template]) -> Row:
    name = names.get(message.made_by, "") if message.made_by else ""
    words = words_of(request.agency, message, templates=templates, user_name=name, now=request.now)
    return Row(
        message=message,
        words=words,
        channel=CHANNELS[message.channel],
        when=_when(request.agency, message),
        cancel=message.waiting and "update_messages" in request.permissions,
        agency=request.agency.reference,
        may_update="update_messages" in request.permissions,
        may_opt_out="update_contacts" in request.permissions,
        send_now=message.status == Status.SCHEDULED and message.send_at > request.now and "create_messages" in request.permissions,
    )


def _when(agency: Agency, message: Message) -> str | Promise:
    """The words before the time: what the time is the time of."""
    if message.waiting:
        if agency.sending_paused_at is not None:
            return _("Sending is paused. Due")
        return HELD.get(message.held_for, _("Held until"))
    if message.inbound:
        return _("Received")
    return _("Was due") if message.status in (Status.FAILED, Status.CANCELLED, Status.EXPIRED) else _("Sent")
