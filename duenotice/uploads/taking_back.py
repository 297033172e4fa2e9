"""Undo: puts back what was there before an upload, the last row first, and leaves alone what somebody has changed since."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from duenotice.actions.attendance import remove_attendances
from duenotice.actions.clients import save_clients
from duenotice.actions.contacts import ContactChanges, save_contact
from duenotice.actions.events import save_event
from duenotice.actions.legal_holds import held
from duenotice.actions.lifecycle import trash
from duenotice.actions.take_back import CannotUndo, take_back
from duenotice.agencies.activity import Actor, record
from duenotice.clients.models import Client
from duenotice.contacts.models import Contact, SocialProfile
from duenotice.events.models import Attendance, Event, Location, Status
from duenotice.flows.hold import hold_clients
from duenotice.flows.sync import Scope, sync
from duenotice.jobs.models import Job
from duenotice.jobs.running import Progress
from duenotice.messaging.removal import remove_waiting
from duenotice.programs.models import ApiClient
from duenotice.uploads.checking import upload_of
from duenotice.uploads.ending import reach
from duenotice.uploads.models import Stage, Upload, UploadRow
from duenotice.uploads.packing import unpacked

BATCH = 500
TABLES = {"contact": "contacts_contact", "client": "clients_client", "event": "events_event"}


@dataclass
class Undoing:
    """One batch of rows that are undone, by whom and when. `moments` are those at which the upload wrote; `kept`, the rows left alone."""

    upload: Upload
    actor: Actor
    now: datetime
    moments: set[datetime]
    kept: set[int] = field(default_factory=set)


def undo_step(job: Job, now: datetime) -> Progress:
    """One batch of an Undo, from the end of the file; its rows are then as if they had not been carried out.

    `place` is the number of the last row that was undone, and the moments at which the upload wrote: what is undone forgets when it was
    written, and looking through all rows for the rest again with each batch would take hours for a million.
    """
    upload = upload_of(job)
    written = UploadRow.objects.filter(agency_id=upload.agency_id, upload_id=upload.id, written_at__isnull=False)
    place = job.place or {"moments": [at.isoformat() for at in written.values_list("written_at", flat=True).distinct() if at]}
    above = written.filter(number__lt=place["last"]) if "last" in place else written
    # What a person decided afterwards was written last: it is undone first.
    decided = list(written.exclude(decision="").order_by("-written_at")[:BATCH])
    rows = decided or list(above.order_by("-number")[:BATCH])
    if not rows:
        reach(upload, Stage.UNDONE, now, undone_at=now)
        return Progress(total=job.done, ended=True)
    undoing = Undoing(upload, _actor_of(job, upload), now, {datetime.fromisoformat(at) for at in place["moments"]})
    _undo(undoing, rows)
    written.filter(number__in=[row.number for row in rows]).update(written_at=None, made=None, before=None, decision="")
    counts = {"put_back": len(rows) - len(undoing.kept), "left_alone": len(undoing.kept)}
    return Progress(handled=len(rows), place=place if decided else {**place, "last": rows[-1].number}, counts=counts)


def _actor_of(job: Job, upload: Upload) -> Actor:
    """Whoever pressed Undo, or had a program ask for it."""
    if job.made_by is None:
        return Actor("upload", upload.id)
    return Actor("api" if ApiClient.objects.filter(id=job.made_by).exists() else "user", job.made_by)


def _undo(undoing: Undoing, rows: Sequence[UploadRow]) -> None:
    agency = undoing.upload.agency
    clients = {UUID(row.made["client"]) for row in rows if row.made and row.made.get("client")}
    hold_clients(agency.id, clients)
    _leave_events(undoing, rows)
    for row in rows:
        for put_back in (_consent, _event_fields, _contact_fields, _client_fields):
            if not put_back(undoing, row):
                undoing.kept.add(row.number)
    _take_away(undoing, "event", Event, rows, lambda made: [made["event"]] if made.get("event_new") else [])
    _take_away(undoing, "contact", Contact, rows, lambda made: made.get("contacts", []))
    _take_away(undoing, "client", Client, rows, lambda made: [made["client"]] if made.get("client_new") else [])
    sync(agency, Scope(clients=sorted(clients)), undoing.now)


def _consent(undoing: Undoing, row: UploadRow) -> bool:
    undo_id = (row.before or {}).get("undo")
    if not undo_id:
        return True
    try:
        take_back(agency=undoing.upload.agency, undo_id=UUID(undo_id), actor=undoing.actor, now=undoing.now)
    except CannotUndo:
        return False
    return True


def _leave_events(undoing: Undoing, rows: Sequence[UploadRow]) -> None:
    """Who came to an event by the upload is not expected there any longer."""
    leaving: dict[UUID, list[UUID]] = {}
    for made in (row.made or {} for row in rows):
        if made.get("attends") and made.get("event"):
            leaving.setdefault(UUID(made["event"]), []).append(UUID(made["client"]))
    if leaving:
        remove_attendances(agency=undoing.upload.agency, leaving=leaving, actor=undoing.actor, now=undoing.now)


def _client_fields(undoing: Undoing, row: UploadRow) -> bool:
    before, made = (row.before or {}).get("client", {}), row.made or {}
    client = _one(Client, undoing, made.get("client")) if before else None
    if client is None or client.created_at in undoing.moments:
        return True
    said = unpacked(row.record).client
    back = {name: was for name, was in before.items() if _text(getattr(client, name)) == _text(said.get(name))}
    fields = {name: date.fromisoformat(was) if name == "date_of_birth" and was else was for name, was in back.items()}
    save_clients(agency=undoing.upload.agency, changes={client.id: fields}, actor=undoing.actor, now=undoing.now)
    return len(back) == len(before)


def _contact_fields(undoing: Undoing, row: UploadRow) -> bool:
    whole, said = True, {way.parsed.value: way for way in unpacked(row.record).ways}
    for id, before in (row.before or {}).get("contacts", {}).items():
        contact = Contact.objects.select_related("address").filter(agency_id=undoing.upload.agency_id, id=id).first()
        way = said.get(contact.address.value) if contact else None
        if contact is None or way is None:
            continue
        back = {name: was for name, was in before.items() if getattr(contact, name) == getattr(way, name)}
        fields = {"name": contact.name, "type": contact.type, "channel": contact.channel, **back}
        save_contact(agency=undoing.upload.agency, contact=contact, changes=ContactChanges(**fields), actor=undoing.actor, now=undoing.now)
        whole = whole and len(back) == len(before)
    return whole


def _event_fields(undoing: Undoing, row: UploadRow) -> bool:
    before, made = (row.before or {}).get("event", {}), row.made or {}
    event = _one(Event, undoing, made.get("event")) if before else None
    if event is None or event.created_at in undoing.moments:
        return True
    said = unpacked(row.record).event
    said["status_name"] = said.pop("status", "")
    back = {name: was for name, was in before.items() if _text(getattr(event, name)).lower() == _text(said.get(name)).lower()}
    save_event(agency=undoing.upload.agency, event=event, fields=_as_saved(undoing.upload, back), actor=undoing.actor, now=undoing.now)
    return len(back) == len(before)


def _as_saved(upload: Upload, back: dict[str, Any]) -> dict[str, Any]:
    """What was there, as `save_event` takes it."""
    fields = {name: was for name, was in back.items() if name != "status_name"}
    if "date" in fields:
        fields["date"] = date.fromisoformat(fields["date"])
    if "time" in fields:
        fields["time"] = time.fromisoformat(fields["time"])
    if "status_name" in back:
        fields["status"] = Status.objects.filter(agency_id=upload.agency_id, name=back["status_name"]).first()
    if "location_name" in back:
        fields["location"] = Location.objects.filter(agency_id=upload.agency_id, name=back["location_name"]).first()
    return fields


def _take_away(
    undoing: Undoing, kind: str, model: Any, rows: Sequence[UploadRow], ids_of: Callable[[dict[str, Any]], Iterable[str]]
) -> None:
    """Removes what the rows made: deleted where nothing hangs on it; trashed where messages went out; kept where somebody changed it, or
    a legal hold keeps it (L4)."""
    agency, by_id = undoing.upload.agency, {UUID(id): row.number for row in rows if row.made for id in ids_of(row.made)}
    found = dict(model.objects.filter(agency_id=agency.id, id__in=by_id).values_list("id", "updated_at"))
    changed = {id for id, updated_at in found.items() if updated_at not in undoing.moments}
    staying = changed | _in_use(undoing, kind, found) | held(agency.id, kind, list(found))
    undoing.kept |= {by_id[id] for id in staying}
    going = sorted(found.keys() - staying)
    remove_waiting(agency.id, by=f"{kind}_id", ids=going)
    gone = _delete(agency.id, kind, going)
    trash(agency=agency, kind=kind, ids=sorted(set(going).difference(gone)), actor=undoing.actor, now=undoing.now)
    record(
        agency_id=agency.id,
        actor=undoing.actor,
        verb="removed",
        kind=kind,
        ids=gone,
        now=undoing.now,
        detail={"upload": str(undoing.upload.id)},
    )


def _in_use(undoing: Undoing, kind: str, ids: Iterable[UUID]) -> set[UUID]:
    """Records that others have come to hang on since."""
    agency_id = undoing.upload.agency_id
    if kind == "contact":
        return set(SocialProfile.objects.filter(agency_id=agency_id, contact_id__in=ids).values_list("contact_id", flat=True))
    if kind == "event":
        return set(
            Attendance.objects.filter(agency_id=agency_id, event_id__in=ids)
            .exclude(created_at__in=undoing.moments)
            .values_list("event_id", flat=True)
        )
    contacts = set(
        Contact.objects.filter(agency_id=agency_id, client_id__in=ids, archived_at=None, trashed_at=None).values_list(
            "client_id", flat=True
        )
    )
    events = set(Attendance.objects.filter(agency_id=agency_id, client_id__in=ids).values_list("client_id", flat=True))
    return {id for id in contacts | events if id is not None}


def _delete(agency_id: UUID, kind: str, ids: Sequence[UUID]) -> list[UUID]:
    """Deletes those that no other row needs; answers which. All at once, and one by one where one of them is needed."""
    if not ids:
        return []
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLES[kind]} WHERE agency_id = %s AND id = ANY(%s)", [agency_id, list(ids)])  # noqa: S608
    except IntegrityError:
        return [] if len(ids) == 1 else [gone for id in ids for gone in _delete(agency_id, kind, [id])]
    return list(ids)


def _one(model: Any, undoing: Undoing, id: str | None) -> Any:
    return model.objects.filter(agency_id=undoing.upload.agency_id, id=id).first() if id else None


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | time) else str(value or "")
