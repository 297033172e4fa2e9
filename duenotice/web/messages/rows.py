"""One message as a person reads it: its words, when it goes, and what can still be done with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duenotice.accounts.models import User
from duenotice.agencies.models import Agency
from duenotice.contacts.may_message import Obstacle
from duenotice.messaging.foretold import NEVER, Foretold, foretold
from duenotice.messaging.may_leave import QUIET_HOURS
from duenotice.messaging.models import UNAPPROVED, Message, Status
from duenotice.messaging.unsynced import UNSYNCED
from duenotice.messaging.wording import templates_by_id
from duenotice.messaging.words_of import Words, words_of
from duenotice.web.access import PageRequest
from duenotice.web.messages.to_decide import may_be_a_stop, to_decide
from duenotice.words.models import Template

CHANNELS: dict[str, str | Promise] = {"text": _("Text"), "voice": _("Voice"), "email": _("Email"), "fax": _("Fax")}
HELD: dict[str, str | Promise] = {
    QUIET_HOURS: _("Held for quiet hours until"),
    UNAPPROVED: _("Waits for approval. Due"),
    UNSYNCED: _("Held until a change of its flow has reached it. Next try"),
    Obstacle.NO_SENDER: _("Held: it has no phone or email to go from. Due"),
    NEVER: _("Quiet hours hold it until it is too late, so it will expire. Due"),
    "": _("Goes"),
}


def held_words(code: str) -> str | Promise:
    """The words before the time at which a waiting message goes, or is looked at next."""
    return HELD.get(code, _("Held until"))


@dataclass(frozen=True)
class Row:
    """`words` are those that left, or those that would leave now. `when` says what `at` (UTC) is the time of; `held` why it waits and what
    to do, where that is known before it is due. `cancel`, `send_now` and `may_…`: may this user press them. `agency` is its reference."""

    message: Message
    words: Words
    channel: str | Promise
    when: str | Promise
    at: datetime
    held: Sequence[str | Promise]
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

    @property
    def to_decide(self) -> str:
        """Of a message in the review queue; "" of any other."""
        return to_decide(self.message) if self.message.needs_review else ""

    @property
    def offers_opt_out(self) -> bool:
        return self.may_opt_out and may_be_a_stop(self.message)


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
    told = foretold(message, request.agency, request.now) if message.waiting else Foretold(message.send_at, "")
    return Row(
        message=message,
        words=words,
        channel=CHANNELS[message.channel],
        when=_when(request.agency, message, told.code),
        at=told.at,
        held=told.words,
        cancel=message.waiting and "update_messages" in request.permissions,
        agency=request.agency.reference,
        may_update="update_messages" in request.permissions,
        may_opt_out="update_contacts" in request.permissions,
        send_now=message.status == Status.SCHEDULED and message.send_at > request.now and "create_messages" in request.permissions,
    )


def _when(agency: Agency, message: Message, held_for: str) -> str | Promise:
    """The words before the time: what the time is the time of."""
    if message.waiting:
        if agency.sending_paused_at is not None:
            return _("Sending is paused. Due")
        return held_words(held_for)
    if message.inbound:
        return _("Received")
    return _("Was due") if message.status in (Status.FAILED, Status.CANCELLED, Status.EXPIRED) else _("Sent")
