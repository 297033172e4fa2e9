"""Reachability (F4): the clients that no message reaches, by the one rule, those with an event ahead first."""

from datetime import date
from typing import Any

import pytest

from duenotice.actions.consent import Cause, opt_out
from duenotice.actions.lifecycle import archive
from duenotice.actions.validity import mark_invalid
from duenotice.clients.models import Client
from duenotice.contacts.models import Contact
from duenotice.db.paging import Cursor
from duenotice.messaging.reachability import unreachable_clients
from duenotice.messaging.reasons import reason_of
from duenotice.messaging.recipients import recipients_of_client
from duenotice.senders.models import Sender
from tests import cast
from tests.cast import NOON

pytestmark = pytest.mark.django_db


def out(contact: Contact) -> None:
    opt_out(agency=contact.agency, address_ids=[contact.address_id], cause=Cause("keyword"), actor=cast.actor(), now=NOON)


def names(**page: Any) -> list[str]:
    return [one.client.first_name for one in unreachable_clients(cast.agency(), NOON, Cursor(), **page)[0]]


def cast_of_all() -> None:
    """One client for each way to be out of reach, and Rosa, who can be reached by one of her two."""
    rosa = cast.client()
    out(cast.contact(rosa))
    cast.contact(rosa, cast.ROSA_EMAIL)
    out(cast.contact(cast.client("Out"), "+12025550150"))
    cast.contact(cast.client("Wrong"), "123")
    cast.client("Bare")
    away = cast.contact(cast.client("Away"), "+12025550151")
    archive(agency=away.agency, kind="contact", ids=[away.id], actor=cast.actor(), now=NOON)
    gone = cast.client("Gone")
    archive(agency=gone.agency, kind="client", ids=[gone.id], actor=cast.actor(), now=NOON)


def test_it_lists_whom_no_contact_reaches_and_nobody_else():
    cast_of_all()
    assert set(names()) == {"Out", "Wrong", "Bare", "Away"}


def test_each_has_its_reason_and_what_to_do():
    cast_of_all()
    said = {one.client.first_name: reason_of(one) for one in unreachable_clients(cast.agency(), NOON, Cursor())[0]}
    assert "opted out" in said["Out"][0]
    assert "too few digits" in said["Wrong"][0]
    assert "no phone number" in said["Bare"][0]
    assert "archived" in said["Away"][0]
    assert all(todo for _why, todo in said.values())


def test_those_with_an_event_ahead_come_first_the_soonest_on_top():
    late, soon, past, none = (cast.client(name, "Zed") for name in ("Late", "Soon", "Past", "None"))
    cast.event(late, date=date(2027, 5, 1))
    cast.event(soon, late, date=date(2026, 12, 1))
    cast.event(soon, date=date(2026, 11, 30))
    cast.event(past, date=date(2026, 1, 5))
    assert names() == ["Soon", "Late", "None", "Past"]
    assert none.id


def test_a_channel_without_a_sender_reaches_nobody():
    cast.contact(cast.client())
    assert names() == []
    Sender.objects.filter(agency=cast.agency(), kind="phone").update(disabled_at=NOON)
    assert names() == ["Rosa"]


def test_a_landline_that_is_invalid_for_text_alone_is_reached_by_voice():
    contact = cast.contact(cast.client())
    told = {"reason": "landline", "source": "lookup", "actor": cast.actor(), "now": NOON}
    mark_invalid(agency=contact.agency, address_ids=[contact.address_id], channels=["text"], **told)
    assert names() == ["Rosa"]
    Contact.objects.update(channel="voice")
    assert names() == []


def test_it_says_the_same_as_the_rule_for_every_client():
    cast_of_all()
    listed = set(names())
    for client in Client.objects.filter(archived_at=None):
        reached = any(one.obstacle is None for one in recipients_of_client(client.agency, client.id) or [])
        assert reached == (client.first_name not in listed), client


def test_pages_go_forth_and_back_and_other_agencies_stay_out():
    for number in range(5):
        client = cast.client(f"C{number}", "Same")
        if number < 2:
            cast.event(client, date=date(2026, 12, 1 + number))
    cast.client("Nadia", of=cast.agency("lakeside"))
    first, page = unreachable_clients(cast.agency(), NOON, Cursor(), size=2)
    second, middle = unreachable_clients(cast.agency(), NOON, Cursor(after=page.after), size=2)
    third, last = unreachable_clients(cast.agency(), NOON, Cursor(after=middle.after), size=2)
    assert [one.client.first_name for one in [*first, *second, *third]] == ["C0", "C1", "C2", "C3", "C4"]
    assert last.after is None
    again, _page = unreachable_clients(cast.agency(), NOON, Cursor(before=middle.before), size=2)
    assert [one.client.first_name for one in again] == ["C0", "C1"]
