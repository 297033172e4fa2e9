"""The people and agencies that the tests are about.

Riverton and Lakeside are two agencies that must never see each other. Ada administers Riverton, Sam is staff there, Vera may only view;
Lee administers Lakeside. Rosa, Ben and Tomás are clients of Riverton; Nadia is Lakeside's, with the same phone as Rosa.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from duenotice.accounts.models import Membership, Role, User
from duenotice.accounts.permissions import BUILT_IN
from duenotice.actions.composing import Draft, compose
from duenotice.actions.contacts import create_contact
from duenotice.actions.events import create_event
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency, Mode
from duenotice.clients.models import Client
from duenotice.contacts.models import Contact
from duenotice.events.models import Event
from duenotice.messaging.models import Message
from duenotice.senders.models import Registration, Sender

# A Tuesday, 15:00 in New York: office hours everywhere in the United States.
NOON = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
ROSA_PHONE = "+12025550143"
BEN_PHONE = "+12025550144"
ROSA_EMAIL = "rosa@example.org"


def agency(reference: str = "riverton", *, mode: str = Mode.LIVE, **fields: Any) -> Agency:
    """An agency with one primary phone and one primary email on the handset gateway, and the built-in roles."""
    name = f"{reference.title()} County Court"
    made, new = Agency.objects.get_or_create(reference=reference, defaults={"name": name, "mode": mode, **fields})
    if new:
        roles = [Role(agency=made, name=role, permissions=sorted(allowed)) for role, allowed in BUILT_IN.items()]
        Role.objects.bulk_create(
            [*roles, Role(agency=made, name="Viewers", permissions=["view_clients", "view_contacts", "view_messages"])]
        )
        phone(made)
        email(made)
    return made


def phone(of: Agency, *, value: str = "+12025550100", primary: bool = True, **fields: Any) -> Sender:
    channels = ["text", "voice", "fax"]
    return Sender.objects.create(
        agency=of,
        kind="phone",
        value=value,
        channels=channels,
        primary_channels=channels if primary else [],
        **{"gateway": "handset", "registration": Registration.REGISTERED, "speed": 1000.0, "tokens": 1000.0, **fields},
    )


def email(of: Agency, *, primary: bool = True, **fields: Any) -> Sender:
    return Sender.objects.create(
        agency=of,
        kind="email",
        channels=["email"],
        primary_channels=["email"] if primary else [],
        **{
            "value": f"court@{of.reference}.example.com",
            "gateway": "handset",
            "registration": Registration.NOT_NEEDED,
            "speed": 1000.0,
            "tokens": 1000.0,
            **fields,
        },
    )


def user(name: str, *, of: Agency | None = None, role: str = "Staff", **fields: Any) -> User:
    """A user who can sign in with PASSWORD; of an agency with a role, or of none."""
    email = f"{name.lower()}@example.com"
    made = User.objects.filter(email=email).first() or User.objects.create_user(email=email, name=name, password=PASSWORD, **fields)
    if of is not None:
        Membership.objects.get_or_create(agency=of, user=made, defaults={"role": Role.objects.get(agency=of, name=role)})
    return made


def ada() -> User:
    return user("Ada", of=agency(), role="Administrators")


def sam() -> User:
    return user("Sam", of=agency(), role="Staff")


def vera() -> User:
    return user("Vera", of=agency(), role="Viewers")


def lee() -> User:
    return user("Lee", of=agency("lakeside"), role="Administrators")


def client(first: str = "Rosa", last: str = "Delgado", *, of: Agency | None = None, **fields: Any) -> Client:
    return Client.objects.create(agency=of or agency(), first_name=first, last_name=last, **fields)


def actor(who: User | None = None) -> Actor:
    return Actor("user", (who or User.objects.filter(name="Sam").first() or sam()).id)


def contact(of: Client | None = None, entered: str = ROSA_PHONE, **fields: Any) -> Contact:
    """A contact as staff would make it; Rosa's mobile unless told otherwise."""
    person = of or client()
    return create_contact(agency=person.agency, client=person, entered=entered, actor=Actor("system"), now=NOON, **fields)


def one_off(to: Contact, body: str = "Please call the clerk.", *, now: datetime = NOON, **fields: Any) -> Message:
    """A one-off to a contact, composed at NOON and due after the agency's delay unless told otherwise."""
    if to.channel == "email":
        fields.setdefault("subject", "From the court")
    return compose(agency=to.agency, contact=to, draft=Draft(body=body, **fields), actor=Actor("system"), now=now)


def event(*of: Client, agency_of: Agency | None = None, **fields: Any) -> Event:
    """A hearing at nine in New York, six days after NOON, which the clients attend; the first one is the primary."""
    known = {"type": "Hearing", "case_number": "C-2026-17", "date": date(2026, 11, 30), "time": time(9), **fields}
    court = agency_of or (of[0].agency if of else agency())
    return create_event(agency=court, fields=known, client_ids=[one.id for one in of], actor=Actor("system"), now=NOON)


def later() -> datetime:
    """Real time, a day ahead: what is scheduled then is not due yet while a test presses buttons on pages, which go by the real clock."""
    return datetime.now(UTC) + timedelta(days=1)
