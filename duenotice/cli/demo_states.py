"""Of which kind the demo's contacts are, and the states that they, their clients and their messages are in."""

from datetime import datetime, timedelta

from duenotice.actions.composing import cancel_message
from duenotice.actions.consent import Cause, opt_in, opt_out
from duenotice.actions.contacts import LOOKUP, create_contact
from duenotice.actions.legal_holds import place_hold
from duenotice.actions.lifecycle import archive, trash
from duenotice.actions.validity import mark_invalid
from duenotice.agencies.activity import SYSTEM
from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.models import Contact, InvalidSource
from duenotice.messaging.models import Message, Status

# By a client's number in the list: what its first phone is, where it is not the usual mobile that gets texts.
KINDS = {
    1: {"type": "home", "channel": "voice"},
    6: {"type": "work", "channel": "voice"},
    10: {"type": "home", "name": "Mother"},
    16: {"type": "fax"},
    20: {"type": "school", "channel": "voice", "name": "School office"},
}
KIND_OF_EVERY = 24


def kind_of(number: int, place: int, entered: str) -> dict[str, str]:
    """What a clerk said of the contact that stands at this place of its client's: name, type, channel; empty for the usual ones."""
    return {} if place or "@" in entered else KINDS.get(number % KIND_OF_EVERY, {})


def bring_about(agency: Agency, client: Client, contacts: list[Contact], number: int, now: datetime) -> None:
    """The states of one client and its contacts."""

    def about(record: Contact | Client, kind: str) -> dict[str, object]:
        return {"agency": agency, "kind": kind, "ids": [record.id], "actor": SYSTEM, "now": now - timedelta(days=5)}

    first, last = contacts[0], contacts[-1]
    _consent(agency, first, number, now - timedelta(days=3))
    _validity(agency, contacts, number, now - timedelta(days=4))
    if number % 60 == 25:
        entered = f"(206) 555-01{number // 60:02d}"
        create_contact(agency=agency, client=client, entered=entered, source=LOOKUP, actor=SYSTEM, now=now - timedelta(days=1))
    if number % 20 == 11:
        archive(**about(last, "contact"))  # type: ignore[arg-type]
    if number % 25 == 13:
        trash(**about(last, "contact"))  # type: ignore[arg-type]
    if number % 50 == 21:
        archive(**about(client, "client"))  # type: ignore[arg-type]
    if number % 80 == 33:
        trash(**about(client, "client"))  # type: ignore[arg-type]
    if number % 80 == 34:
        place_hold(agency=agency, target=client, why="Order to preserve records, motion of May 4", actor=SYSTEM, now=now)


def _consent(agency: Agency, contact: Contact, number: int, now: datetime) -> None:
    if contact.address.invalid_for:  # nobody can have answered from there
        return
    if number % 12 == 5:
        opt_out(agency=agency, address_ids=[contact.address_id], cause=Cause("keyword", words="STOP"), actor=SYSTEM, now=now)
    if number % 15 == 7:
        opt_in(agency=agency, address_ids=[contact.address_id], cause=Cause("staff"), actor=SYSTEM, now=now)


def _validity(agency: Agency, contacts: list[Contact], number: int, now: datetime) -> None:
    usual = {"agency": agency, "actor": SYSTEM, "now": now}
    if number % 40 == 30:
        found = {"channels": ["text"], "reason": "landline", "source": InvalidSource.LOOKUP}
        mark_invalid(address_ids=[contacts[0].address_id], **found, **usual)  # type: ignore[arg-type]
    if number % 40 == 12:
        found = {"channels": ["email"], "reason": "hard_bounce", "source": InvalidSource.BOUNCE}
        mark_invalid(address_ids=[contacts[-1].address_id], **found, **usual)  # type: ignore[arg-type]


def cancel_some(agency: Agency, now: datetime) -> None:
    """What a clerk thought better of: every fifteenth one-off that waits."""
    waiting = Message.objects.filter(agency_id=agency.id, status=Status.SCHEDULED, kind="one_off").order_by("id")
    for id in list(waiting.values_list("id", flat=True))[::15]:
        cancel_message(agency=agency, message_id=id, actor=SYSTEM, now=now)
