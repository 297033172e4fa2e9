"""Making the demo agency: people, contacts in every state, past messages and answers, court dates, and messages that wait."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

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
from duenotice.cli.demo_history import as_delivered
from duenotice.cli.demo_people import people
from duenotice.cli.demo_states import bring_about, cancel_some, kind_of
from duenotice.cli.demo_upload import carried_out
from duenotice.cli.demo_words import ANSWERS, AUTO_MESSAGES, EVENT_STATUSES, LOCATIONS, PAST, UNREACHED
from duenotice.clients.models import Client
from duenotice.contacts.channels import CHANNELS
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
from duenotice.messaging.models import Attempt, Kind, Message, Receipt, Status
from duenotice.senders.choose import by_channel
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
    _past(agency, [contact for contacts in households for contact in contacts], dice, now)
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


def _past(agency: Agency, contacts: list[Contact], dice: random.Random, now: datetime) -> None:
    """To each a few messages that went out over the last weeks, and answers to some."""
    senders = by_channel(agency.id, CHANNELS)
    messages = [
        _one_of_the_past(agency, contact, senders[contact.channel][0], dice, _office_hour(agency, dice, now))
        for contact in contacts
        if not contact.address.invalid_for and senders[contact.channel]
        for _number in range(dice.randrange(4))
    ]
    Message.objects.bulk_create(messages)
    _tell_of(messages)


def _one_of_the_past(agency: Agency, contact: Contact, sender: Sender, dice: random.Random, at: datetime) -> Message:
    if contact.channel in ("text", "email") and dice.random() < 0.25:
        return _message(contact, sender, Kind.INBOUND, Status.RECEIVED, dice.choice(ANSWERS), at)
    status = dice.choice([Status.DELIVERED] * 9 + [Status.SENT, Status.FAILED]) if agency.live else Status.SIMULATED
    return _message(contact, sender, Kind.ONE_OFF, status, dice.choice(PAST), at)


def _office_hour(agency: Agency, dice: random.Random, now: datetime) -> datetime:
    """A moment of the last forty days at which a court would write."""
    day = now.astimezone(ZoneInfo(agency.time_zone)).date() - timedelta(days=dice.randrange(1, 41))
    day -= timedelta(days=max(0, day.weekday() - 4))
    clock = time(dice.randrange(9, 17), dice.randrange(60))
    return datetime.combine(day, clock, ZoneInfo(agency.time_zone)).astimezone(UTC)


def _message(contact: Contact, sender: Sender, kind: str, status: str, body: str, at: datetime) -> Message:
    failed = status == Status.FAILED
    inbound = kind == Kind.INBOUND
    fresh = inbound and at > timezone.now() - timedelta(days=4)
    return Message(
        agency_id=contact.agency_id,
        client_id=contact.client_id,
        contact=contact,
        address_id=contact.address_id,
        sender=sender,
        kind=kind,
        channel=contact.channel,
        status=status,
        status_at=at,
        subject=("Re: From the court" if inbound else "From the court") if contact.channel == "email" else "",
        body=body,
        sent_body="" if inbound else body,
        sent_subject="From the court" if contact.channel == "email" and not inbound else "",
        send_at=at,
        attempts=0 if inbound or status == Status.SIMULATED else 1,
        reason_code="handset_off" if failed else "",
        reason=UNREACHED[contact.channel] if failed else "",
        gateway="" if status == Status.SIMULATED else "handset",
        gateway_reference=f"demo-{at.timestamp()}-{contact.id}" if inbound else "",
        needs_review=fresh and body.startswith("Can I cancel"),
        read_at=None if fresh or not inbound else at,
        created_at=at,
        updated_at=at,
    )


def _tell_of(messages: list[Message]) -> None:
    """How each that was sent was handed off, and that it arrived."""
    sent = [(one, {"agency_id": one.agency_id, "message": one, "gateway": "handset"}) for one in messages if one.attempts]
    Attempt.objects.bulk_create(
        Attempt(
            number=1,
            started_at=one.status_at,
            ended_at=one.status_at,
            outcome="refused" if one.status == Status.FAILED else "accepted",
            **usual,
        )
        for one, usual in sent
    )
    delivered = [(one, usual) for one, usual in sent if one.status == Status.DELIVERED]
    Receipt.objects.bulk_create(Receipt(at=one.status_at + timedelta(seconds=4), status="delivered", **usual) for one, usual in delivered)
