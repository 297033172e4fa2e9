"""What the portal shows of events and contacts: no more than the agency allows, and addresses so that only their owner knows them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import phonenumbers
from django.utils import formats, translation
from django.utils.translation import gettext as _

from duenotice.agencies.models import Agency
from duenotice.contacts.models import Address, Contact
from duenotice.events.calendar_file import name_shown
from duenotice.events.models import Attendance
from duenotice.portal.models import Visit

DAYS = {"en": "l, F j, Y", "es": r"l j \d\e F \d\e Y"}


@dataclass(frozen=True)
class Coming:
    """One coming event of one client. `details` are pairs of term and value; `whose` is a first name where several share the page."""

    attendance: Attendance
    name: str
    when: str
    details: list[tuple[str, str]]
    whose: str
    link: str
    called_off: bool
    confirmed: bool


def told(agency: Agency, attendance: Attendance, *, several: bool) -> Coming:
    """An event as its client may see it."""
    event, shows = attendance.event, frozenset(agency.portal_shows)
    zone = event.starts_at.astimezone(ZoneInfo(event.time_zone)).tzname() or ""
    day = formats.date_format(event.date, DAYS.get(translation.get_language() or "", "DATE_FORMAT"))
    link = event.location_address if event.location_address.startswith(("https://", "http://")) else ""
    details = [
        (_("Where"), ", ".join(filter(None, [event.location_name, "" if link else event.location_address])) if "location" in shows else ""),
        (_("Judge"), event.judge if "judge" in shows else ""),
        (_("Case number"), event.case_number if "case_number" in shows else ""),
        (_("Reference"), event.reference if "reference" in shows else ""),
        (_("Status"), event.status_name if "status" in shows else ""),
    ]
    return Coming(
        attendance=attendance,
        name=name_shown(event, shows.__contains__),
        when=f"{day}, {formats.time_format(event.time, 'g:i A')} {zone}".strip(),
        details=[(term, value) for term, value in details if value],
        whose=(attendance.client.first_name or attendance.client.last_name) if several else "",
        link=link if "location" in shows else "",
        called_off=event.cancelled_at is not None,
        confirmed=attendance.confirmed,
    )


@dataclass(frozen=True)
class Known:
    """One of the person's contacts. `mine` is the address that they came in by; `may_start` whether they can start messages again here."""

    contact: Contact
    label: str
    mine: bool
    stopped: bool
    may_start: bool


def known(visit: Visit, contact: Contact) -> Known:
    mine = contact.address_id == visit.address_id
    label = whole(contact.address) if mine else masked(contact.address)
    return Known(contact, label, mine, contact.address.opted_out, contact.address.opted_out and mine)


def whole(address: Address) -> str:
    """As people write it."""
    if address.kind == "email" or not address.value.startswith("+"):
        return address.value
    number = phonenumbers.parse(address.value, None)
    plan = phonenumbers.PhoneNumberFormat.NATIONAL if number.country_code == 1 else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, plan)


def masked(address: Address) -> str:
    """Its end, or its beginning: enough to know one's own again, too little to learn somebody else's."""
    if address.kind == "phone":
        return f"•••-{address.value[-4:]}"
    local, _at, domain = address.value.rpartition("@")
    return f"{local[:1]}•••@{domain}"
