"""Reading from the database what some rows need to be planned: the clients and events that they may mean, and the addresses' consent."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.addresses import known_addresses
from duenotice.contacts.ledger import address_hash, remembered
from duenotice.contacts.models import Contact
from duenotice.db.arrays import array
from duenotice.db.named_sql import named_sql
from duenotice.events.models import Attendance, Event, Location, Status
from duenotice.flows.models import Flow
from duenotice.lib.local_time import NoSuchTime
from duenotice.lifecycle.states import State
from duenotice.uploads.known import AddressKey, Hearing, Known, KnownContact, Person
from duenotice.uploads.plan import starts_at
from duenotice.uploads.records import Record

CLIENT = (
    "reference",
    "first_name",
    "middle_name",
    "last_name",
    "date_of_birth",
    "language",
    "type",
    "group",
    "status",
    "gender",
    "race",
    "zip",
)
EVENT = ("reference", "type", "status_name", "description", "date", "time", "location_name", "location_address", "judge", "case_number")


def knowing(agency: Agency, records: Sequence[Record]) -> Known:
    """All that is known of the people and events of these records."""
    known = Known()
    known.statuses = {one.name.lower(): one for one in Status.objects.filter(agency_id=agency.id)}
    known.locations = {one.name.lower(): one for one in Location.objects.filter(agency_id=agency.id)}
    known.flows = {one.name.lower(): one for one in Flow.objects.filter(agency_id=agency.id)}
    _people(known, agency, records)
    _addresses(known, agency, records)
    _events(known, agency, records)
    return known


def people(agency: Agency, records: Sequence[Record]) -> list[UUID]:
    """The clients that these records may mean."""
    found = [record.keys for record in records if record.client]
    names = sorted({name for name, _reference, _event in found if name})
    references = sorted({reference for _name, reference, _event in found if reference})
    asked = {
        "references": array(references),
        "firsts": array(name.partition(" ")[0] for name in names),
        "lasts": array(name.partition(" ")[2] for name in names),
    }
    return _ids("same_people", agency, asked)


def _people(known: Known, agency: Agency, records: Sequence[Record]) -> None:
    ids = people(agency, records)
    for row in Client.objects.filter(agency_id=agency.id, id__in=ids).order_by("id").iterator(chunk_size=5000):
        fields = {name: getattr(row, name) for name in CLIENT if name != "date_of_birth"}
        born = row.date_of_birth.isoformat() if row.date_of_birth else ""
        known.add_person(Person(row.id, {**fields, "date_of_birth": born}, row.state))
    columns = ("id", "client_id", "type", "channel", "name", "archived_at", "trashed_at", "address__kind", "address__value")
    contacts = Contact.objects.filter(agency_id=agency.id, client_id__in=ids, address__agency_id=agency.id)
    for id, client_id, type, channel, name, archived, trashed, kind, value in contacts.values_list(*columns):
        state = State.TRASHED if trashed else State.ARCHIVED if archived else State.LIVE
        known.persons[client_id].contacts[kind, value] = KnownContact(id, type, channel, name, state)


def _addresses(known: Known, agency: Agency, records: Sequence[Record]) -> None:
    """Consent of each address, also of one that was purged and comes back (O4, O5)."""
    wanted: set[AddressKey] = {(way.parsed.kind, way.parsed.value) for record in records for way in record.ways}
    for key, address in known_addresses(agency.id, wanted).items():
        known.consents[key], known.line_types[key] = address.consent, address.line_type
    hashes = {address_hash(agency, *key): key for key in wanted - known.consents.keys()}
    known.consents |= {hashes[known_hash]: consent for known_hash, consent in remembered(agency, list(hashes)).items()}


def _events(known: Known, agency: Agency, records: Sequence[Record]) -> None:
    said = [record.event for record in records if record.event]
    if not said:
        return
    asked = {
        "references": sorted({str(event["reference"]).lower() for event in said if "reference" in event}),
        "cases": sorted({str(event["case_number"]).lower() for event in said if "case_number" in event}),
        "moments": sorted(_moments(known, agency, said)),
        "client_ids": list(known.persons),
    }
    ids = _ids("same_events", agency, asked)
    for row in Event.objects.filter(agency_id=agency.id, id__in=ids).order_by("id"):
        fields: dict[str, Any] = {name: getattr(row, name) for name in EVENT}
        fields |= {"date": row.date.isoformat(), "time": row.time.isoformat()}
        known.add_hearing(Hearing(row.id, fields, row.starts_at, row.state))
    for event_id, client_id in Attendance.objects.filter(agency_id=agency.id, event_id__in=ids).values_list("event_id", "client_id"):
        known.hearings[event_id].clients.add(client_id)


def _moments(known: Known, agency: Agency, said: Iterable[dict[str, Any]]) -> set[datetime]:
    moments = set()
    for event in said:
        place = known.locations.get(str(event.get("location_name", "")).lower())
        try:
            if "date" in event:
                moments.add(starts_at(event, (place.time_zone if place else "") or agency.time_zone))
        except NoSuchTime:
            continue
    return moments


def _ids(name: str, agency: Agency, asked: dict[str, Any]) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(named_sql("uploads", name), {"agency_id": agency.id, **asked})
        return [row[0] for row in cursor.fetchall()]
