"""What carrying out a row would do, given what is known: the one place that decides it, for the dry run and for the run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from duenotice.agencies.models import Agency
from duenotice.clients.folding import folded
from duenotice.contacts.channels import carries, default_channel
from duenotice.contacts.models import Consent
from duenotice.flows.models import Flow
from duenotice.lib.identity import uuid7
from duenotice.lib.local_time import NoSuchTime, local_moment
from duenotice.lifecycle.states import State
from duenotice.uploads.known import AddressKey, Hearing, Known, KnownContact, Person, case_key
from duenotice.uploads.models import Outcome, Upload
from duenotice.uploads.records import Record
from duenotice.uploads.ways import Problem, Way
from duenotice.uploads.who import Found, find_client

NAMES = ("first_name", "middle_name", "last_name")
# A person's word: the row tells of a client that is not there yet.
NEW = "new"


class Refuse(Exception):
    """Nothing of the row may be carried out."""

    def __init__(self, outcome: Outcome, problem: Problem) -> None:
        super().__init__(problem)
        self.outcome, self.problem = outcome, problem


@dataclass
class Plan:
    """What one row does. Ids of what is new are given already."""

    outcome: Outcome = Outcome.UNCHANGED
    reasons: list[Problem] = field(default_factory=list)
    client_id: UUID | None = None
    client_new: bool = False
    client_changes: dict[str, Any] = field(default_factory=dict)
    contacts_new: list[tuple[UUID, Way]] = field(default_factory=list)
    contacts_changed: dict[UUID, dict[str, str]] = field(default_factory=dict)
    event_id: UUID | None = None
    event_new: bool = False
    flow_id: UUID | None = None
    event_changes: dict[str, Any] = field(default_factory=dict)
    attends: bool = False
    opts_out: list[AddressKey] = field(default_factory=list)

    def needs(self) -> set[str]:
        """The permissions that it takes."""
        wanted = {
            "create_clients": self.client_new,
            "update_clients": bool(self.client_changes),
            "create_contacts": bool(self.contacts_new),
            "update_contacts": bool(self.contacts_changed or self.opts_out),
            "create_events": self.event_new,
            "update_events": bool(self.event_changes) or (self.attends and not self.event_new),
        }
        return {name for name, needed in wanted.items() if needed}


def plan_row(known: Known, record: Record, *, identity: str, upload: Upload, rights: frozenset[str], decision: str = "") -> Plan:
    """The plan for one row. `known` then knows what the row makes; a row that is refused leaves it as it was.

    `decision` is a person's word, where the row was left for one: NEW, or the id of the client that it means.
    """
    plan = Plan(reasons=list(record.notes))
    try:
        person = _client(known, record, identity, plan, decision)
        if person:
            _contacts(known, record, person, plan)
        hearing = _event(known, record, person, upload, plan)
        if missing := sorted(plan.needs() - rights):
            raise Refuse(Outcome.INVALID, ("may_not", missing[0]))
    except Refuse as refused:
        return Plan(outcome=refused.outcome, reasons=[refused.problem])
    plan.outcome = Outcome.CREATED if plan.client_new or plan.event_new else Outcome.UPDATED if plan.needs() else Outcome.UNCHANGED
    _learn(known, identity, person, hearing, plan)
    if hearing and plan.event_changes:
        hearing.starts_at = _starts_at(known, hearing.fields, upload.agency)
    return plan


def _client(known: Known, record: Record, identity: str, plan: Plan, decision: str) -> Person | None:
    fields = record.client
    if not fields:
        return None
    addresses = [(way.parsed.kind, way.parsed.value) for way in record.ways]
    found = _decided(known, decision) if decision else find_client(known, fields, addresses, identity)
    if found.problem:
        raise Refuse(Outcome.LEFT, found.problem)
    if found.person is None:
        if not fields.keys() & {"first_name", "last_name"}:
            raise Refuse(Outcome.INVALID, ("reference_unknown", str(fields.get("reference", ""))))
        plan.client_new = True
        plan.client_id = uuid7()
        return Person(plan.client_id, {"language": "en", **fields}, new=True)
    person = found.person
    plan.client_id = person.id
    plan.client_changes = {name: value for name, value in fields.items() if _says_new(name, value, person.fields.get(name))}
    if found.only_if_same and (plan.client_changes or _would_add(known, record, person)):
        raise Refuse(Outcome.LEFT, found.only_if_same)
    return person


def _decided(known: Known, decision: str) -> Found:
    """The client that a person said; none for a new one. Who is gone, or live no more, cannot be meant."""
    if decision == NEW:
        return Found()
    person = next((one for one in known.persons.values() if str(one.id) == decision), None)
    return Found(person) if person and person.state is State.LIVE else Found(problem=("client_gone", ""))


def _says_new(name: str, value: Any, stored: Any) -> bool:
    """Whether a row says something else than what is stored: a name in capitals does not, nor an initial of a middle name."""
    said, kept = folded(str(value)), folded(str(stored or ""))
    if name == "middle_name" and kept and kept.startswith(said.rstrip(".")):
        return False
    return said != kept


def _would_add(known: Known, record: Record, person: Person) -> bool:
    if any((way.parsed.kind, way.parsed.value) not in person.contacts for way in record.ways):
        return True
    return bool(record.event) and not any(
        person.id in hearing.clients and _same_event(record.event, hearing) for hearing in known.hearings.values()
    )


def _same_event(event: dict[str, Any], hearing: Hearing) -> bool:
    return all(folded(str(event[name])) == folded(str(hearing.fields.get(name, ""))) for name in event)


def _contacts(known: Known, record: Record, person: Person, plan: Plan) -> None:
    for way in record.ways:
        key = way.parsed.kind, way.parsed.value
        if known.opted_out(key):
            plan.reasons.append(("opted_out_before", way.parsed.entered))
        elif record.opted_out:
            plan.opts_out.append(key)
        there = person.contacts.get(key)
        if there is None:
            plan.contacts_new.append((uuid7(), way))
        elif there.state is not State.LIVE:
            plan.reasons.append(("contact_trashed" if there.state is State.TRASHED else "contact_archived", way.parsed.entered))
        elif changed := {
            name: said for name in ("type", "channel", "name") if (said := getattr(way, name)) and said != getattr(there, name)
        }:
            plan.contacts_changed[there.id] = changed


def contact_of(id: UUID, way: Way, line_type: str = "") -> KnownContact:
    """The contact that a row makes of an address, as `actions.contacts` would."""
    kind = way.parsed.kind
    type = way.type or ("other" if kind == "email" else "mobile")
    channel = way.channel if way.channel and carries(kind, way.channel) else default_channel(kind, type, line_type or way.parsed.line_type)
    return KnownContact(id, type, channel, way.name)


def _event(known: Known, record: Record, person: Person | None, upload: Upload, plan: Plan) -> Hearing | None:
    if not record.event:
        return None
    said, agency = dict(record.event), upload.agency
    flow = _flow(known, said.pop("flow", ""), upload)
    if name := said.pop("status", ""):
        if name.lower() not in known.statuses:
            raise Refuse(Outcome.INVALID, ("status_unknown", name))
        said["status_name"] = known.statuses[name.lower()].name
    if "date" not in said and "reference" not in said:
        raise Refuse(Outcome.INVALID, ("no_date", "event_date"))
    hearing = _found(known, said, person, agency)
    if hearing is None:
        if "date" not in said:
            raise Refuse(Outcome.INVALID, ("event_unknown", str(said.get("reference", ""))))
        hearing = Hearing(uuid7(), said, _starts_at(known, said, agency), new=True)
        plan.event_new, plan.flow_id = True, flow.id if flow else None
    elif hearing.state is not State.LIVE:
        raise Refuse(Outcome.LEFT, ("event_archived", str(said.get("reference") or said.get("case_number", ""))))
    else:
        plan.event_changes = {
            name: value for name, value in said.items() if folded(str(value)) != folded(str(hearing.fields.get(name, "")))
        }
        if plan.event_changes:
            _starts_at(known, {**hearing.fields, **plan.event_changes}, agency)
    plan.event_id = hearing.id
    plan.attends = person is not None and person.id not in hearing.clients
    return hearing


def _flow(known: Known, name: str, upload: Upload) -> Flow | None:
    """What a new event follows: as its row says, else as the upload does. A closed flow takes none (A2)."""
    if name and name.lower() not in known.flows:
        raise Refuse(Outcome.INVALID, ("flow_unknown", name))
    flow = known.flows[name.lower()] if name else next((one for one in known.flows.values() if one.id == upload.flow_id), None)
    if flow and not flow.takes_events:
        raise Refuse(Outcome.INVALID, ("flow_closed", flow.name))
    return flow


def _found(known: Known, said: dict[str, Any], person: Person | None, agency: Agency) -> Hearing | None:
    """The event that a row means: by its reference; else by case, type and moment; else the client's own of that type and moment."""
    if reference := str(said.get("reference", "")).lower():
        id = known.hearing_by_reference.get(reference)
        return known.hearings[id] if id else None
    starts_at = _starts_at(known, said, agency)
    if key := case_key(starts_at, str(said.get("case_number", "")), str(said.get("type", ""))):
        return next((known.hearings[id] for id in known.hearings_by_case.get(key, [])), None)
    mine = (hearing for hearing in known.hearings.values() if person and person.id in hearing.clients and hearing.starts_at == starts_at)
    return next((one for one in mine if folded(str(one.fields.get("type", ""))) == folded(str(said.get("type", "")))), None)


def _starts_at(known: Known, said: Mapping[str, Any], agency: Agency) -> datetime:
    place = known.locations.get(str(said.get("location_name", "")).lower())
    try:
        return starts_at(said, (place.time_zone if place else "") or agency.time_zone)
    except NoSuchTime as skipped:
        raise Refuse(Outcome.INVALID, ("no_such_time", str(said["time"]))) from skipped


def starts_at(said: Mapping[str, Any], zone: str) -> datetime:
    """The moment of an event's date and time. Raises NoSuchTime."""
    return local_moment(date.fromisoformat(said["date"]), time.fromisoformat(said["time"]), zone)


def _learn(known: Known, identity: str, person: Person | None, hearing: Hearing | None, plan: Plan) -> None:
    if person:
        person.fields |= plan.client_changes
        person.identities.add(identity)
        for id, way in plan.contacts_new:
            where = way.parsed.kind, way.parsed.value
            person.contacts[where] = contact_of(id, way, known.line_types.get(where, ""))
        for there in person.contacts.values():
            for name, value in plan.contacts_changed.get(there.id, {}).items():
                setattr(there, name, value)
        known.add_person(person)
    for key in plan.opts_out:
        known.consents[key] = Consent.OUT
    if hearing:
        hearing.fields |= plan.event_changes
        if person:
            hearing.clients.add(person.id)
        known.add_hearing(hearing)
