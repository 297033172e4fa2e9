"""Purging is permanent and complete (L4): what is left of the client is a keyed hash, ids in the activity log, and counts."""

import json
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from duenotice.actions.consent import Cause, opt_out
from duenotice.actions.legal_holds import HeldAlready, held, lift_hold, place_hold
from duenotice.actions.lifecycle import archive, restore, trash
from duenotice.actions.purging import purge
from duenotice.actions.retention import begin_purge, begin_retention
from duenotice.actions.social_profiles import save_profile
from duenotice.agencies.models import Activity, Agency
from duenotice.clients.models import Client
from duenotice.contacts.models import Address, Consent, Contact
from duenotice.events.models import Event
from duenotice.jobs import files
from duenotice.jobs.models import Job, State
from duenotice.jobs.queue import enqueue
from duenotice.lifecycle.states import State as Life
from duenotice.messaging.models import Attempt, File, HandOff, Message, Receipt, Status
from tests import cast
from tests.cast import NOON, ROSA_PHONE
from tests.running_jobs import finish_jobs

pytestmark = pytest.mark.django_db
WORDS = ["Rosalinda", "Delgadillo", "2025550143", "555-0143", "rosalinda@example.org", "Hush hush", "C-1999-1", "no more please"]
# Tables that may name what is gone by its id, and by nothing else.
BY_ID = {"agencies_activity", "contacts_consentevent"}


def everything() -> Client:
    """A client of whom every table holds something."""
    rosa = cast.client("Rosalinda", "Delgadillo", reference="C-1999-1")
    phone, email = cast.contact(rosa, "(202) 555-0143"), cast.contact(rosa, "rosalinda@example.org")
    event = cast.event(rosa, case_number="C-1999-1")
    file = File.objects.create(agency=rosa.agency, name="hush.txt", type="text/plain", size=4, content=b"Hush hush")
    sent = cast.one_off(phone, "Hush hush, Rosalinda", event=event)
    cast.one_off(email, "Hush hush by mail")
    Message.objects.filter(agency=rosa.agency, id=sent.id).update(status=Status.SENT, sent_body="Hush hush, Rosalinda", files=[file.id])
    usual = {"agency": rosa.agency, "message": sent, "gateway": "handset"}
    Attempt.objects.create(number=1, started_at=NOON, **usual)
    Receipt.objects.create(at=NOON, status="delivered", words="Hush hush", **usual)
    HandOff.objects.create(
        agency=rosa.agency, message_id=sent.id, attempt=1, at=NOON, channel="text", sender="+12025550100", to=ROSA_PHONE, body="Hush hush"
    )
    save_profile(agency=rosa.agency, contact=phone, entered="https://example.com/Rosalinda", actor=cast.actor(), now=NOON)
    opt_out(
        agency=rosa.agency, address_ids=[phone.address_id], cause=Cause("keyword", words="no more please"), actor=cast.actor(), now=NOON
    )
    hold = {"agency": rosa.agency, "target": phone, "actor": cast.actor(), "now": NOON}
    place_hold(why="Hush hush", **hold)
    lift_hold(**hold)
    session = SessionStore()
    session["_messages"] = json.dumps([["", 0, 25, "Rosalinda Delgadillo is archived."]])
    session.save()
    export = enqueue(agency=rosa.agency, kind="test", permission="view_clients", actor=cast.actor(), now=NOON)
    files.append(export, "clients.csv", b"Rosalinda,Delgadillo", now=NOON)
    Job.objects.filter(agency=rosa.agency, id=export.id).update(state=State.DONE)
    return rosa


def tables() -> Iterator[tuple[str, list[str]]]:
    """Every table of the database, each row as text; sessions and files as what they hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" AS t')
            rows = [row[0] for row in cursor.fetchall()]
            if table == "jobs_chunk":
                cursor.execute("SELECT content, deflated FROM jobs_chunk")
                rows += [(zlib.decompress(content) if deflated else bytes(content)).decode() for content, deflated in cursor.fetchall()]
            if table == "django_session":
                rows += [str(SessionStore(json.loads(row)["session_key"]).load()) for row in rows]
            yield table, rows


def left_of(words: list[str], ids: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table, rows in tables():
        wanted = words if table in BY_ID else [*words, *ids]
        if hits := [word for word in wanted if any(word.lower() in row.lower() for row in rows)]:
            found[table] = hits
    return found


def in_trash(*records: Any) -> None:
    for record in records:
        kind = record._meta.model_name
        trash(agency=record.agency, kind=kind, ids=[record.id], actor=cast.actor(), now=NOON)


def purged(record: Any) -> list[Any]:
    return purge(agency=record.agency, kind=record._meta.model_name, ids=[record.id], actor=cast.actor(), now=NOON).ids


def run_at(now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        finish_jobs()


def test_nothing_of_a_purged_client_is_left_anywhere():
    rosa = everything()
    ids = [str(rosa.id), *map(str, Contact.objects.values_list("id", flat=True)), *map(str, Message.objects.values_list("id", flat=True))]
    assert set(left_of(WORDS, [])) > {"clients_client", "contacts_consentwords", "django_session", "jobs_chunk", "messaging_handoff"}
    event = Event.objects.get(agency=rosa.agency)
    in_trash(rosa, event)
    assert purged(rosa) == [rosa.id]
    assert purged(event) == [event.id]
    assert left_of(WORDS, ids) == {}
    assert Activity.objects.filter(verb="purged", record_id=rosa.id).exists()


def test_whoever_said_stop_starts_opted_out_when_imported_again():  # O4, O5
    rosa = everything()
    in_trash(rosa)
    purged(rosa)
    assert not Address.objects.filter(value=ROSA_PHONE).exists()
    again = cast.contact(cast.client("Rosa"), ROSA_PHONE, source="import")
    assert again.address.consent == Consent.OUT


def test_what_others_share_stays():
    rosa, ben = everything(), cast.client("Ben", "Ode")
    shared = cast.contact(ben, ROSA_PHONE)
    cast.event(rosa, ben, case_number="B-1")
    in_trash(rosa)
    purged(rosa)
    assert Contact.objects.get().id == shared.id
    assert Address.objects.get().value == ROSA_PHONE
    assert Event.objects.get(case_number="B-1").attendances.filter(agency=ben.agency).count() == 1


def test_one_contact_goes_and_its_client_stays():
    rosa = everything()
    phone = Contact.objects.get(address__value=ROSA_PHONE)
    in_trash(phone)
    assert purged(phone) == [phone.id]
    assert left_of(["2025550143", "Hush hush, Rosalinda"], [str(phone.id)]) == {}
    assert Client.objects.get().id == rosa.id
    assert Message.objects.get().body == "Hush hush by mail"


def test_only_what_is_in_the_trash_goes_and_nothing_that_is_just_handed_off():
    rosa = everything()
    assert purged(rosa) == []
    archive(agency=rosa.agency, kind="client", ids=[rosa.id], actor=cast.actor(), now=NOON)
    assert purged(rosa) == []
    in_trash(rosa)
    Message.objects.update(status=Status.SUBMITTING)
    assert purged(rosa) == []
    restore(agency=rosa.agency, kind="client", ids=[rosa.id], actor=cast.actor(), now=NOON)
    assert purged(rosa) == []


@pytest.mark.parametrize("on", ["client", "contact"])
def test_a_legal_hold_stops_it_until_it_is_lifted(on: str):
    rosa = everything()
    target: Any = rosa if on == "client" else Contact.objects.get(address__value=ROSA_PHONE)
    hold = {"agency": rosa.agency, "target": target, "actor": cast.actor(), "now": NOON}
    place_hold(why="State v. Delgadillo", **hold)
    with pytest.raises(HeldAlready):
        place_hold(why="again", **hold)
    event = Event.objects.get(agency=rosa.agency)
    in_trash(rosa, event)
    assert held(rosa.agency_id, "event", [event.id]) == {event.id}
    assert (purged(rosa), purged(event)) == ([], [])
    assert lift_hold(**hold)
    assert (purged(rosa), purged(event)) == ([rosa.id], [event.id])


def test_the_nightly_duty_moves_on_what_has_come_to_its_day_and_nothing_else():
    rosa, ben = everything(), cast.client("Ben", "Ode")
    kept = cast.client("Tomás", "Held")
    place_hold(agency=kept.agency, target=kept, why="a case", actor=cast.actor(), now=NOON)
    Agency.objects.update(auto_trash_days=10, auto_delete_days=30)
    in_trash(rosa, kept)
    archive(agency=ben.agency, kind="client", ids=[ben.id], actor=cast.actor(), now=NOON)
    assert begin_retention(NOON + timedelta(days=9)) == 0
    now = NOON + timedelta(days=10)
    assert begin_retention(now) == 1
    assert begin_retention(now) == 0
    run_at(now)
    assert Client.objects.get(id=ben.id).state is Life.TRASHED
    assert begin_retention(NOON + timedelta(days=30)) == 1
    run_at(NOON + timedelta(days=30))
    assert set(Client.objects.values_list("first_name", flat=True)) == {"Ben", "Tomás"}
    report = Job.objects.filter(kind="retention").latest("id")
    assert (report.counts["clients_client"], report.counts["held"], report.counts["messaging_message"]) == (1, 1, 1)


def test_a_purge_by_hand_reports_in_counts_and_forgets_whom():
    rosa = everything()
    in_trash(rosa)
    job = begin_purge(agency=rosa.agency, kind="client", ids=[rosa.id], actor=cast.actor(), now=NOON)
    finish_jobs()
    job = Job.objects.get(agency=rosa.agency, id=job.id)
    assert (job.state, job.counts["contacts_contact"], job.counts["messaging_message"]) == (State.DONE, 2, 1)
    assert left_of([], [str(rosa.id)]) == {}


def test_another_agency_s_records_are_out_of_reach():
    rosa = everything()
    in_trash(rosa)
    lakeside = cast.agency("lakeside")
    assert purge(agency=lakeside, kind="client", ids=[rosa.id], actor=cast.actor(), now=NOON).ids == []
    assert held(lakeside.id, "client", [rosa.id]) == set()
