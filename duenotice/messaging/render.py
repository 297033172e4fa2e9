"""What a message says to this person: tags filled with what is known when it is shown or sent (M8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import formats, translation

from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.events.models import Event
from duenotice.messaging.portal_link import portal_link
from duenotice.senders.models import Sender
from duenotice.words.merge_tags import fill
from duenotice.words.phones import as_written


@dataclass(frozen=True)
class Subject:
    """Whom and what a message is about: the sources of every tag's value."""

    agency: Agency
    client: Client | None = None
    event: Event | None = None
    agency_phone: str = ""
    agency_email: str = ""
    attorney_name: str = ""
    user_name: str = ""


def about(*, agency: Agency, client: Client | None, event: Event | None, sender: Sender | None, user_name: str = "") -> Subject:
    """Whom and what a message is about, with the agency's phone and email as its sender has them."""
    value = sender.value if sender else ""
    return Subject(
        agency=agency,
        client=client,
        event=event,
        agency_phone=as_written(agency.help_phone or (value if sender and sender.kind == "phone" else "")),
        agency_email=value if sender and sender.kind == "email" else agency.support_email,
        user_name=user_name,
    )


def values(about: Subject, *, language: str, now: datetime) -> Mapping[str, str]:
    """The value of every tag, in `language`; dates and times are local to the court, the event's in its own zone."""
    here = now.astimezone(ZoneInfo(about.agency.time_zone))
    client = about.client
    with translation.override(language):
        return {
            "AgencyName": about.agency.name,
            "AgencyPhone": about.agency_phone,
            "AgencyEmail": about.agency_email,
            "DateToday": day(here.date()),
            "TimeNow": _clock(here.time()),
            "ClientName": client.name if client else "",
            "ClientFirstName": client.first_name if client else "",
            "ClientLastName": client.last_name if client else "",
            "ClientReference": client.reference if client else "",
            **_event_values(about.event),
            "AttorneyName": about.attorney_name,
            "PortalLink": portal_link(about.agency, client, now),
            "UserName": about.user_name,
        }


def _event_values(event: Event | None) -> dict[str, str]:
    if event is None:
        return dict.fromkeys(
            (
                "EventDate",
                "EventTime",
                "EventDateTime",
                "EventType",
                "EventStatus",
                "LocationName",
                "LocationAddress",
                "JudgeName",
                "CaseNumber",
            ),
            "",
        )
    zone = event.starts_at.astimezone(ZoneInfo(event.time_zone)).tzname() or ""
    return {
        "EventDate": day(event.date),
        "EventTime": f"{_clock(event.time)} {zone}".strip(),
        "EventDateTime": f"{day(event.date)}, {_clock(event.time)} {zone}".strip(),
        "EventType": event.type,
        "EventStatus": event.status_name,
        "LocationName": event.location_name,
        "LocationAddress": event.location_address,
        "JudgeName": event.judge,
        "CaseNumber": event.case_number,
    }


@dataclass(frozen=True)
class Rendered:
    subject: str
    body: str


def render(*, subject: str, body: str, about: Subject, language: str, now: datetime) -> Rendered:
    """The words as they leave. A subject is one line, whatever a value holds."""
    known = values(about, language=language, now=now) if "[" in subject or "[" in body else {}
    return Rendered(" ".join(fill(subject, known).split()), fill(body, known))


# Whole words: a date that is read wrong is a hearing that is missed. Languages without a form of ours use their locale's.
DAYS = {"en": "l, F j, Y", "es": r"l j \d\e F \d\e Y"}


def day(day: date) -> str:
    """The day in whole words, in the active language."""
    return formats.date_format(day, DAYS.get(translation.get_language() or "", "DATE_FORMAT"))


def _clock(moment: time) -> str:
    return formats.time_format(moment, "g:i A" if translation.get_language() in DAYS else "TIME_FORMAT")
