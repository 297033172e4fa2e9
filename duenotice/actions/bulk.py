"""Bulk actions on a selection or a whole search (F3): previewed, run in the background by the same verbs as single presses, undone."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from duenotice.actions.bulk_outcome import ACTS, WORDS, Outcome, Standing, Verb, outcome
from duenotice.actions.consent import Cause, opt_out
from duenotice.actions.contact_fields import set_field
from duenotice.actions.lifecycle import archive, restore, trash
from duenotice.actions.take_back import CannotUndo, take_back
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.clients.models import Client, full_name
from duenotice.contacts.models import Contact
from duenotice.contacts.whole_search import Records, records_of
from duenotice.jobs import files
from duenotice.jobs.models import Job
from duenotice.jobs.queue import enqueue
from duenotice.jobs.running import Progress
from duenotice.lib.csv_lines import csv_lines
from duenotice.lifecycle.states import State
from duenotice.messaging.removal import count_waiting

BULK, UNDO, RESULT = "bulk_action", "bulk_undo", "result.csv"
AT_A_TIME = 1000
# A preview counts so many records; beyond that it says so.
MOST_COUNTED = 100_000
KEPT = timedelta(days=7)
STOPS = frozenset({Verb.OPT_OUT, Verb.ARCHIVE, Verb.TRASH})
# What the rule and the result ask of a record, as plain values: making objects of the rows took a third of a bulk opt-out.
OF_CLIENT = ("first_name", "middle_name", "last_name", "reference", "archived_at", "trashed_at")
OF_CONTACT = ("archived_at", "trashed_at", "channel", "type", "address_id", "address__kind", "address__value", "address__consent")


@dataclass(frozen=True, slots=True)
class Met:
    """One record of a batch: how it stands, and what the result calls it."""

    id: UUID
    standing: Standing
    client: str
    reference: str
    value: str = ""
    address_id: UUID | None = None


@dataclass(frozen=True)
class Bulk:
    """One bulk action: what is done to which records; `to` is the channel or type to set."""

    verb: Verb
    records: Records
    to: str = ""

    def as_json(self) -> dict[str, object]:
        return {"verb": self.verb, "to": self.to, **self.records.as_json()}


@dataclass(frozen=True)
class Preview:
    """How many records would have which outcome. `more`: there are more than were counted."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    more: bool = False

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def changing(self) -> int:
        return sum(count for one, count in self.counts.items() if one in ACTS)


def preview(agency: Agency, bulk: Bulk) -> Preview:
    """Changes nothing. Asks the rule once for each group of records that are alike."""
    counts: Counter[Outcome] = Counter()
    for standing, count in _groups(agency, bulk.records):
        counts[outcome(bulk.verb, bulk.to, standing)] += count
    return Preview(counts, sum(counts.values()) > MOST_COUNTED)


def messages_to_delete(agency: Agency, bulk: Bulk) -> int | None:
    """How many scheduled messages the first MOST_COUNTED records would lose; None for a verb that deletes none by itself.

    Opting out takes the address, and so what waits for others who share it (O4).
    """
    if bulk.verb not in STOPS:
        return None
    rows = bulk.records.clients(agency) if bulk.records.what == "client" else bulk.records.contacts(agency)
    by, column = ("address_id", "address_id") if bulk.verb is Verb.OPT_OUT else (f"{bulk.records.what}_id", "id")
    ids = list(rows.order_by().values_list(column, flat=True)[:MOST_COUNTED])
    return count_waiting(agency.id, by=by, ids=sorted(set(ids)))


def begin(*, agency: Agency, bulk: Bulk, actor: Actor, now: datetime) -> Job:
    """Run it in the background."""
    counted = preview(agency, bulk)
    return enqueue(
        agency=agency,
        kind=BULK,
        permission="bulk_actions",
        actor=actor,
        now=now,
        parameters=bulk.as_json(),
        total=None if counted.more else counted.total,
        expires_at=now + KEPT,
    )


def step(job: Job, now: datetime) -> Progress:
    """One batch. Each has an Undo of its own; the result has a line for each record, with the reason where nothing was changed."""
    bulk = Bulk(Verb(job.parameters["verb"]), records_of(job.parameters), job.parameters["to"])
    ids, place = bulk.records.batch(job.agency, job.place, AT_A_TIME)
    if not ids:
        return Progress(place=job.place, total=job.done, ended=True)
    found = _records(job.agency, bulk.records.what, ids)
    outcomes = {id: outcome(bulk.verb, bulk.to, found[id].standing) if id in found else Outcome.GONE for id in ids}
    acting = [found[id] for id, one in outcomes.items() if one in ACTS]
    deleted, undo_id = act(job.agency, bulk, acting, Actor("user", job.made_by), now) if acting else (0, None)
    _write_result(job, [(id, found.get(id), one) for id, one in outcomes.items()], now)
    undos = [*job.result.get("undos", []), *([str(undo_id)] if undo_id else [])]
    counts = Counter(str(one) for one in outcomes.values())
    if deleted:
        counts["messages_deleted"] = deleted
    return Progress(handled=len(ids), place=place, counts=counts, result={"undos": undos})


def act(agency: Agency, bulk: Bulk, records: Sequence[Met], actor: Actor, now: datetime) -> tuple[int, UUID | None]:
    """The verb itself, for many: how many scheduled messages it deleted, and its Undo."""
    ids = [record.id for record in records]
    if bulk.verb is Verb.OPT_OUT:
        addresses = sorted({record.address_id for record in records if record.address_id})
        out = opt_out(agency=agency, address_ids=addresses, cause=Cause("staff"), actor=actor, now=now)
        return out.deleted, out.undo_id
    if bulk.verb in (Verb.SET_CHANNEL, Verb.SET_TYPE):
        name = "channel" if bulk.verb is Verb.SET_CHANNEL else "type"
        change = set_field(agency=agency, field=name, ids=ids, to=bulk.to, actor=actor, now=now)  # type: ignore[arg-type]
    else:
        move = {Verb.ARCHIVE: archive, Verb.TRASH: trash, Verb.RESTORE: restore}[bulk.verb]
        change = move(agency=agency, kind=bulk.records.what, ids=ids, actor=actor, now=now)
    return change.deleted, change.undo_id


def can_undo(job: Job, user_id: UUID, now: datetime) -> bool:
    """Its own user, within a day, once, when it has ended."""
    begun = job.result.get("undos") and not job.result.get("undone")
    return bool(job.kind == BULK and job.ended and begun and job.made_by == user_id and now < job.created_at + timedelta(days=1))


def begin_undo(*, job: Job, actor: Actor, now: datetime) -> Job:
    """Take it back in the background, batch by batch, the last first."""
    undos = list(reversed(job.result["undos"]))
    Job.objects.filter(agency_id=job.agency_id, id=job.id).update(result={**job.result, "undone": True}, updated_at=now)
    return enqueue(
        agency=job.agency,
        kind=UNDO,
        permission="bulk_actions",
        actor=actor,
        now=now,
        parameters={"undos": undos, "of": str(job.id)},
        total=len(undos),
    )


def undo_step(job: Job, now: datetime) -> Progress:
    """One batch taken back, where nobody has said or done otherwise since."""
    undos, place = job.parameters["undos"], int(job.place or 0)
    try:
        done = take_back(agency=job.agency, undo_id=UUID(undos[place]), actor=Actor("user", job.made_by), now=now)
        counts = {"put_back": done.records, "messages_back": done.brought_back, "messages_stay_deleted": done.stay_deleted}
    except CannotUndo:
        counts = {"not_undone": 1}
    return Progress(handled=1, place=place + 1, counts=counts, ended=place + 1 == len(undos))


def _records(agency: Agency, what: str, ids: Sequence[UUID]) -> dict[UUID, Met]:
    if what == "client":
        clients = Client.objects.filter(agency_id=agency.id, id__in=ids).values_list("id", *OF_CLIENT)
        return {row[0]: Met(row[0], Standing(_moved(*row[5:])), full_name(*row[1:5]), row[4]) for row in clients}
    own = Contact.objects.filter(agency_id=agency.id, id__in=ids)
    return {row[0]: _met(row) for row in own.values_list("id", *OF_CONTACT, *(f"client__{name}" for name in OF_CLIENT))}


def _met(row: tuple[Any, ...]) -> Met:
    id, archived_at, trashed_at, channel, type, address_id, kind, value, consent, *names, client_archived, client_trashed = row
    live = client_archived is None and client_trashed is None
    standing = Standing(_moved(archived_at, trashed_at), live, consent, kind, channel, type)
    # Without a client there are no names.
    first, middle, last, reference = (name or "" for name in names)
    return Met(id, standing, full_name(first, middle, last, reference), reference, value, address_id)


def _moved(archived_at: datetime | None, trashed_at: datetime | None) -> State:
    return State.TRASHED if trashed_at else State.ARCHIVED if archived_at else State.LIVE


def _groups(agency: Agency, records: Records) -> list[tuple[Standing, int]]:
    """Records that are alike, with how many there are; at most MOST_COUNTED and one are looked at."""
    flags = {"is_archived": Q(archived_at__isnull=False), "is_trashed": Q(trashed_at__isnull=False)}
    if records.what == "client":
        clients = Client.objects.filter(agency_id=agency.id, id__in=_first(records.clients(agency))).annotate(**flags)
        return [(Standing(_state(row)), row["count"]) for row in clients.values(*flags).annotate(count=Count("id"))]
    away = Q(client__archived_at__isnull=False) | Q(client__trashed_at__isnull=False)
    contacts = Contact.objects.filter(agency_id=agency.id, id__in=_first(records.contacts(agency))).annotate(**flags, client_away=away)
    names = ("address__consent", "address__kind", "channel", "type")
    rows = contacts.values(*flags, "client_away", *names).annotate(count=Count("id"))
    return [(Standing(_state(row), not row["client_away"], *(row[name] for name in names)), row["count"]) for row in rows]


def _first(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by().values("id")[: MOST_COUNTED + 1]


def _state(row: Mapping[str, object]) -> State:
    return State.TRASHED if row["is_trashed"] else State.ARCHIVED if row["is_archived"] else State.LIVE


def _write_result(job: Job, rows: Sequence[tuple[UUID, Met | None, Outcome]], now: datetime) -> None:
    heading = [_("Client"), _("Client reference"), _("Phone number or email address"), _("Result"), _("Id")]
    lines = list(csv_lines(heading, _cells(rows)))
    files.append(job, RESULT, "".join(lines if not job.done else lines[1:]).encode(), now=now)


def _cells(rows: Sequence[tuple[UUID, Met | None, Outcome]]) -> Iterator[list[str]]:
    words = {one: str(WORDS[one]) for one in Outcome}
    for id, met, one in rows:
        yield [met.client, met.reference, met.value, words[one], str(id)] if met else ["", "", "", words[one], str(id)]
