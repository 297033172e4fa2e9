"""Will messages reach this contact? The one rule, asked by every path: composing, flows, sync, bulk, API, reply, retry, the gate (C9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duenotice.agencies.models import Agency
from duenotice.contacts.models import Consent, Contact
from duenotice.lifecycle.states import State
from duenotice.senders.models import Sender


class Obstacle(StrEnum):
    """Why messages do not reach a contact."""

    CONTACT_TRASHED = "contact_trashed"
    CONTACT_ARCHIVED = "contact_archived"
    CLIENT_TRASHED = "client_trashed"
    CLIENT_ARCHIVED = "client_archived"
    OPTED_OUT = "opted_out"
    INVALID = "invalid"
    UNCONFIRMED = "unconfirmed"
    NO_SENDER = "no_sender"
    SENDER_NOT_REGISTERED = "sender_not_registered"


# These end deliverability: what is scheduled is deleted (M4). The others concern the agency's own set-up, and hold messages instead.
ENDING = frozenset(
    {
        Obstacle.CONTACT_TRASHED,
        Obstacle.CONTACT_ARCHIVED,
        Obstacle.CLIENT_TRASHED,
        Obstacle.CLIENT_ARCHIVED,
        Obstacle.OPTED_OUT,
        Obstacle.INVALID,
        Obstacle.UNCONFIRMED,
    }
)

WORDS: dict[Obstacle, tuple[Promise, Promise]] = {
    Obstacle.CONTACT_TRASHED: (_("This contact is in the trash."), _("Restore it from Tools to send messages to it again.")),
    Obstacle.CONTACT_ARCHIVED: (_("This contact is archived."), _("Restore it from Tools to send messages to it again.")),
    Obstacle.CLIENT_TRASHED: (_("Its client is in the trash."), _("Restore the client to send messages to its contacts again.")),
    Obstacle.CLIENT_ARCHIVED: (_("Its client is archived."), _("Restore the client to send messages to its contacts again.")),
    Obstacle.OPTED_OUT: (
        _("This address is opted out."),
        _("Messages can start again when the person replies START, or when you press Opt In at the person's request."),
    ),
    Obstacle.INVALID: (_("This address cannot be reached on this channel."), _("Check the typing, or ask the client for another one.")),
    Obstacle.UNCONFIRMED: (
        _("A lookup found this contact, and nobody has confirmed that it is the client's."),
        _("Press Confirm once the person has said that it is theirs."),
    ),
    Obstacle.NO_SENDER: (
        _("Your agency has nothing to send from on this channel."),
        _("An administrator can add an agency phone or email under Admin."),
    ),
    Obstacle.SENDER_NOT_REGISTERED: (
        _("Your agency's phone is not registered with the carriers yet, so they would block the text."),
        _("An administrator can see its registration under Admin, Agency phones and emails."),
    ),
}


class Party(Protocol):
    """What the rule needs to know of the contact, its client and its address: model rows have it, and so do the gate's rows."""

    @property
    def contact_state(self) -> State: ...
    @property
    def client_state(self) -> State: ...
    @property
    def consent(self) -> str: ...
    @property
    def invalid_for(self) -> Sequence[str]: ...
    @property
    def channel(self) -> str: ...
    @property
    def unconfirmed(self) -> bool: ...
    @property
    def sender_usable(self) -> bool: ...
    @property
    def sender_registered(self) -> bool: ...
    @property
    def live(self) -> bool: ...


@dataclass(frozen=True)
class Facts:
    """A `Party` by value."""

    contact_state: State
    client_state: State
    consent: str
    invalid_for: Sequence[str]
    channel: str
    sender_usable: bool
    sender_registered: bool
    live: bool
    unconfirmed: bool = False


def may_message(party: Party) -> Obstacle | None:
    """What stops messages to this contact on this channel, the most lasting reason first; None where they reach it.

    A message whose contact has no client counts its client as live. Registration concerns texts in live mode only.
    """
    if party.contact_state is not State.LIVE:
        return Obstacle.CONTACT_TRASHED if party.contact_state is State.TRASHED else Obstacle.CONTACT_ARCHIVED
    if party.client_state is not State.LIVE:
        return Obstacle.CLIENT_TRASHED if party.client_state is State.TRASHED else Obstacle.CLIENT_ARCHIVED
    if party.consent == Consent.OUT:
        return Obstacle.OPTED_OUT
    if party.channel in party.invalid_for:
        return Obstacle.INVALID
    if party.unconfirmed:
        return Obstacle.UNCONFIRMED
    if not party.sender_usable:
        return Obstacle.NO_SENDER
    if party.live and party.channel == "text" and not party.sender_registered:
        return Obstacle.SENDER_NOT_REGISTERED
    return None


def facts(*, contact: Contact, agency: Agency, sender: Sender | None, channel: str | None = None) -> Facts:
    """The facts of one contact, on its own channel unless another is named. Reads the contact's address and client."""
    return facts_of(
        agency=agency,
        sender=sender,
        channel=channel or contact.channel,
        consent=contact.address.consent,
        invalid_for=contact.address.invalid_for,
        contact_state=contact.state,
        client_state=contact.client.state if contact.client else State.LIVE,
        unconfirmed=contact.unconfirmed_at is not None,
    )


def facts_of(
    *,
    agency: Agency,
    sender: Sender | None,
    channel: str,
    consent: str,
    invalid_for: Sequence[str],
    contact_state: State = State.LIVE,
    client_state: State = State.LIVE,
    unconfirmed: bool = False,
) -> Facts:
    """The facts where contact and address are known by their values; of an address that is no contact's, without states."""
    return Facts(
        contact_state=contact_state,
        client_state=client_state,
        consent=consent,
        invalid_for=invalid_for,
        channel=channel,
        sender_usable=sender is not None and sender.carries(channel),
        sender_registered=sender is not None and sender.registered,
        live=agency.live,
        unconfirmed=unconfirmed,
    )
