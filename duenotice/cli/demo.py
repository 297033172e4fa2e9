"""Making the demo agency: people, contacts in every state, past messages and answers, court dates, and messages that wait."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from duenotice.accounts.models import Membership, Role, User
from duenotice.accounts.permissions import BUILT_IN
from duenotice.actions.clients import create_client
from duenotice.actions.composing import CannotCompose, Draft, compose
from duenotice.actions.contacts import create_contact
from duenotice.actions.events import create_event
from duenotice.actions.samples import import_court_flow
from duenotice.agencies.activity import SYSTEM
from duenotice.agencies.models import Agency, Mode
from duenotice.cli.demo_api import api_client
from duenotice.cli.demo_history import as_delivered, past, without_a_plain_end
from duenotice.cli.demo_people import people
from duenotice.cli.demo_states import bring_about, cancel_some, kind_of
from duenotice.cli.demo_upload import carried_out
from duenotice.cli.demo_words import AUTO_MESSAGES, EVENT_STATUSES, LOCATIONS
from duenotice.clients.models import Client
from duenotice.contacts.models import Contact
from duenotice.events.models import Event, Location
from duenotice.events.models import Status as EventStatus
from duenotice.flows.models import AutoMessage, Flow
from duenotice.lookups.asking import look_up
from duenotice.lookups.making import Question
from duenotice.lookups.models import Purpose
from duenotice.lookups.protocol import OPTIONS
from duenotice.lookups.providers import sample
from duenotice.lookups.switching import set_switch
from duenotice.senders.models import Registration, Sender
from duenotice.words.models import Template, TemplateWords

REFERENCE, EMAIL, PASSWORD = "riverton", "demo@example.com", "court-reminders-demo"
CLIENTS = 200


@dataclass(frozen=True)
class Demo:
    """Where to sign in."""

    email: str
    password: str
    agency: str
    api_client_id: str
    api_client_secret: str


@transaction.atomic
def seed(now: datetime) -> Demo:
    """Make the demo agency unless it is there; the same people every time, around `now`."""
    if not Agency.objects.filter(reference=REFERENCE).exists():
        riverton = _agency(REFERENCE, "Riverton County Court", "202", now)
        _users(riverton)
        _auto_messages(riverton)
        households = _people(riverton, CLIENTS, now)
        _flow(riverton, now)
        _lives(riverton, households, now)
        as_delivered(riverton, now)
        cancel_some(riverton, now)
        without_a_plain_end(riverton, now)
        _lookups(riverton, now)
        carried_out(riverton, User.objects.get(email=EMAIL), now - timedelta(hours=3))
        lakeside = _agency("lakeside", "Lakeside Public Defender", "312", now, mode=Mode.SIMULATE)
        _lives(lakeside, _people(lakeside, 12, now), now)
    return Demo(EMAIL, PASSWORD, REFERENCE, **api_client(Agency.objects.get(reference=REFERENCE), now))


def _agency(reference: str, name: str, area: str, now: datetime, mode: str = Mode.LIVE) -> Agency:
    agency = Agency.objects.create(
        reference=reference,
        name=name,
        mode=mode,
        created_at=now,
        one_off_delay_minutes=1,
        auto_trash_days=180,
        support_email=f"help@{reference}.example.com",
        help_phone=f"+1{area}5550100",
    )
    _event_lists(agency, now)
    Role.objects.bulk_create(Role(agency=agency, name=role, permissions=sorted(allowed)) for role, allowed in BUILT_IN.items())
    channels = ["text", "voice", "fax"]
    usual = {"agency": agency, "gateway": "handset", "registration": Registration.NOT_NEEDED, "speed": 20.0, "tokens": 20.0}
    Sender.objects.create(kind="phone", value=f"+1{area}5550100", name="Main", channels=channels, primary_channels=channels, **usual)
    Sender.objects.create(kind="phone", value=f"+1{area}5550101", name="Probation", channels=["text"], **usual)
    email = f"notices@{reference}.example.com"
    Sender.objects.create(kind="email", value=email, name=name, channels=["email"], primary_channels=["email"], **usual)
    return agency


def _users(agency: Agency) -> None:
    User.objects.create_user(email=EMAIL, name="Demo Admin", password=PASSWORD, is_super_admin=True)
    staff = User.objects.create_user(email="staff@example.com", name="Demo Clerk", password=PASSWORD)
    Membership.objects.create(agency=agency, user=staff, role=Role.objects.get(agency=agency, name="Staff"))


def _lookups(agency: Agency, now: datetime) -> None:
    """The sample directory, switched on, and two lookups that show it."""
    set_switch(agency=agency, provider=sample.KEY, on=True, typed={}, actor=SYSTEM, now=now)
    for contact in Contact.objects.filter(agency=agency, address__agency=agency, address__invalid_for=[]).select_related("address")[:2]:
        question = Question(contact.address.value, OPTIONS, Purpose.REACH, contact)
        look_up(agency=agency, question=question, actor=SYSTEM, now=now - timedelta(hours=2))


def _auto_messages(agency: Agency) -> None:
    for name, languages in AUTO_MESSAGES.items():
        template = Template.objects.create(agency=agency, name=name)
        TemplateWords.objects.bulk_create(
            TemplateWords(agency=agency, template=template, language=language, subject=subject, body=body)
            for language, (subject, body) in languages.items()
        )
        AutoMessage.objects.create(agency=agency, template=template, channels=["text", "voice", "email"])


def _flow(agency: Agency, now: datetime) -> None:
    """The sample court flow, which the court dates of the demo follow."""
    missed = EventStatus.objects.get(agency=agency, name="Missed")
    import_court_flow(agency=agency, missed=missed, actor=SYSTEM, now=now - timedelta(days=60))


def _people(agency: Agency, count: int, now: datetime) -> list[list[Contact]]:
    """Clients, each with their contacts; answers these. Before any flow is there, so that nothing is called for yet."""
    then = now - timedelta(days=60)
    households = []
    for number, person in enumerate(people(count)):
        fields = {key: value for key, value in vars(person).items() if key != "entered"}
        client = create_client(agency=agency, fields=fields, actor=SYSTEM, now=then)
        usual = {"agency": agency, "client": client, "actor": SYSTEM, "now": then}
        households.append(
            [
                create_contact(entered=entered, **usual, **kind_of(number, place, entered))  # type: ignore[arg-type]
                for place, entered in enumerate(person.entered)
            ]
        )
    return households


def _lives(agency: Agency, households: list[list[Contact]], now: datetime) -> None:
    """What became of them since: court dates, messages and answers, opting out, archives."""
    dice = random.Random(len(households))  # noqa: S311 - the same demo every time, nothing secret
    past(agency, [contact for contacts in households for contact in contacts], dice, now)
    for number, contacts in enumerate(households):
        client = contacts[0].client
        assert client is not None
        event = _event(agency, client, number, now) if number % 3 == 0 else None
        bring_about(agency, client, contacts, number, now)
        if event and number % 2 == 0:
            _waiting(agency, contacts[0], event, now)


def _event_lists(agency: Agency, now: datetime) -> None:
    """What the court calls the states of its events, and where they are."""
    usual = {"agency": agency, "created_at": now, "updated_at": now}
    for name, colour, disables in EVENT_STATUSES:
        EventStatus.objects.create(name=name, colour=colour, disables_messages=disables, **usual)
    for name, address, link in LOCATIONS:
        Location.objects.create(name=name, address=address, link=link, **usual)


def _event(agency: Agency, client: Client, number: int, now: datetime) -> Event:
    """A court date of the coming weeks, at one of the agency's locations."""
    status = EventStatus.objects.get(agency=agency, name="Continued" if number % 5 == 0 else "Scheduled")
    locations = list(Location.objects.filter(agency=agency).order_by("name"))
    fields = {
        "reference": f"E-{7000 + number}",
        "type": "Arraignment" if number % 2 else "Hearing",
        "status": status,
        "flow": Flow.objects.filter(agency=agency).first(),
        "date": _court_day((now.astimezone(ZoneInfo(agency.time_zone)) + timedelta(days=2 + number % 28)).date()),
        "time": time(9 + number % 6, 30 * (number % 2)),
        "location": locations[number % len(locations)],
        "judge": "Hon. Demo Judge",
        "case_number": client.reference,
    }
    return create_event(agency=agency, fields=fields, client_ids=[client.id], actor=SYSTEM, now=now - timedelta(days=30))


def _court_day(day: date) -> date:
    """The day itself, or the Monday after it."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


def _waiting(agency: Agency, contact: Contact, event: Event, now: datetime) -> None:
    body = "[AgencyName]: [ClientFirstName], you have court on [EventDateTime][%, at% LocationName]. Reply HELP for help, STOP to end."
    day = max(event.date - timedelta(days=1), (now + timedelta(days=1)).date())
    draft = Draft(body=body, subject="Your court date", event=event, day=day, clock=time(8, 30))
    try:
        with transaction.atomic():
            compose(agency=agency, contact=contact, draft=draft, actor=SYSTEM, now=now)
    except CannotCompose:
        return
