"""Doing what the plans of a batch say, by the verbs of `actions`, in lock order: clients, contacts, consent, events."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from duenotice.actions.attendance import add_clients
from duenotice.actions.clients import create_clients, save_clients
from duenotice.actions.consent import Cause, opt_out
from duenotice.actions.contacts import ContactChanges, NewContact, create_contacts, save_contact
from duenotice.actions.events import NewEvent, create_events, save_event
from duenotice.agencies.activity import Actor
from duenotice.clients.models import Client
from duenotice.contacts.models import Address, Contact
from duenotice.events.models import Event
from duenotice.uploads.known import AddressKey, Known
from duenotice.uploads.models import Upload
from duenotice.uploads.plan import Plan

Before = dict[str, Any]
Addresses = Mapping[AddressKey, UUID]


def write(upload: Upload, known: Known, plans: Sequence[Plan], addresses: Addresses, actor: Actor, now: datetime) -> list[Before]:
    """Do it; answers, by plan, what was there before, as Undo reads it. `addresses` are the ids of those of all rows, held."""
    befores: list[Before] = [{} for _plan in plans]
    _clients(upload, known, plans, befores, actor, now)
    _contacts(upload, known, plans, befores, addresses, actor, now)
    _consent(upload, plans, befores, actor, now)
    _events(upload, known, plans, befores, actor, now)
    return befores


def _clients(upload: Upload, known: Known, plans: Sequence[Plan], befores: list[Before], actor: Actor, now: datetime) -> None:
    agency = upload.agency
    new = {plan.client_id: _as_stored(known.persons[plan.client_id].fields) for plan in plans if plan.client_new and plan.client_id}
    create_clients(agency=agency, clients=new, actor=actor, now=now)
    changing = [(plan, before) for plan, before in zip(plans, befores, strict=True) if plan.client_changes and plan.client_id not in new]
    stored = Client.objects.filter(agency_id=agency.id).in_bulk({plan.client_id for plan, _before in changing})
    changes: dict[UUID, dict[str, Any]] = {}
    for plan, before in changing:
        assert plan.client_id is not None
        was = {name: getattr(stored[plan.client_id], name) for name in plan.client_changes}
        before["client"] = {name: value.isoformat() if isinstance(value, date) else value for name, value in was.items()}
        changes[plan.client_id] = changes.get(plan.client_id, {}) | _as_stored(plan.client_changes)
    save_clients(agency=agency, changes=changes, actor=actor, now=now)


def _as_stored(fields: dict[str, Any]) -> dict[str, Any]:
    """Days as days; what the file does not name as it is when a client is new."""
    born = fields.get("date_of_birth")
    return {**fields, "date_of_birth": date.fromisoformat(born) if born else None} if "date_of_birth" in fields else dict(fields)


def _contacts(
    upload: Upload, known: Known, plans: Sequence[Plan], befores: list[Before], addresses: Addresses, actor: Actor, now: datetime
) -> None:
    agency = upload.agency
    wanted = []
    for plan in plans:
        for id, way in plan.contacts_new:
            assert plan.client_id is not None
            key = way.parsed.kind, way.parsed.value
            fields = {"name": way.name, "type": way.type, "channel": way.channel}
            wanted.append(NewContact(id, plan.client_id, addresses[key], known.line_types[key], way.parsed, **fields))
    create_contacts(agency=agency, wanted=wanted, actor=actor, now=now, source="import")
    ids = [id for plan in plans for id in plan.contacts_changed]
    stored = Contact.objects.select_related("address").filter(agency_id=agency.id, address__agency_id=agency.id).in_bulk(ids)
    for plan, before in zip(plans, befores, strict=True):
        for id, changed in plan.contacts_changed.items():
            contact = stored[id]
            was = {"name": contact.name, "type": contact.type, "channel": contact.channel}
            before.setdefault("contacts", {})[str(id)] = {name: was[name] for name in changed}
            save_contact(agency=agency, contact=contact, changes=ContactChanges(**{**was, **changed}), actor=actor, now=now)


def _consent(upload: Upload, plans: Sequence[Plan], befores: list[Before], actor: Actor, now: datetime) -> None:
    """Opts out whom the file says to be out; it opts nobody in (O4). Undo takes it back by the verb's own Undo."""
    keys = {key for plan in plans for key in plan.opts_out}
    if not keys:
        return
    rows = Address.objects.filter(agency_id=upload.agency_id, value__in={value for _kind, value in keys})
    ids = [id for id, kind, value in rows.values_list("id", "kind", "value") if (kind, value) in keys]
    change = opt_out(agency=upload.agency, address_ids=ids, cause=Cause("import"), actor=actor, now=now)
    first = next(number for number, plan in enumerate(plans) if plan.opts_out)
    befores[first]["undo"] = str(change.undo_id) if change.undo_id else None


def _events(upload: Upload, known: Known, plans: Sequence[Plan], befores: list[Before], actor: Actor, now: datetime) -> None:
    agency = upload.agency
    attending: dict[UUID, list[UUID]] = {}
    for plan in plans:
        if plan.event_id and plan.attends and plan.client_id:
            attending.setdefault(plan.event_id, []).append(plan.client_id)
    new = {plan.event_id: plan for plan in plans if plan.event_new and plan.event_id}
    flows = {flow.id: flow for flow in known.flows.values()}
    wanted = [
        NewEvent(
            id,
            {**_event_fields(known, known.hearings[id].fields), "flow": flows[plan.flow_id] if plan.flow_id else None},
            attending.get(id, []),
        )
        for id, plan in new.items()
    ]
    create_events(agency=agency, wanted=wanted, actor=actor, now=now)
    stored = Event.objects.filter(agency_id=agency.id).in_bulk([plan.event_id for plan in plans if plan.event_id and not plan.event_new])
    for plan, before in zip(plans, befores, strict=True):
        if plan.event_changes and plan.event_id in stored and plan.event_id not in new:
            before["event"] = _event_before(stored[plan.event_id], plan.event_changes)
            fields = _event_fields(known, plan.event_changes)
            save_event(agency=agency, event=stored[plan.event_id], fields=fields, actor=actor, now=now)
    for id, client_ids in attending.items():
        if id not in new:
            add_clients(agency=agency, event=stored[id], client_ids=client_ids, actor=actor, now=now)


def _event_fields(known: Known, said: dict[str, Any]) -> dict[str, Any]:
    """What the file says of an event, as `actions.events` takes it: a status and a location of the agency's lists by their rows."""
    fields = {name: value for name, value in said.items() if name not in ("status_name", "date", "time")}
    if "date" in said:
        fields["date"] = date.fromisoformat(said["date"])
    if "time" in said:
        fields["time"] = time.fromisoformat(said["time"])
    if "status_name" in said:
        fields["status"] = known.statuses[said["status_name"].lower()] if said["status_name"] else None
    if "location_name" in said:
        fields["location"] = known.locations.get(said["location_name"].lower())
    return fields


def _event_before(event: Event, changes: dict[str, Any]) -> Before:
    """The fields as they were, by the names that a file uses."""
    was = {name: getattr(event, name) for name in changes}
    return {name: value.isoformat() if isinstance(value, date | time) else value for name, value in was.items()}
