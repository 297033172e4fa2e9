"""Uploads that meet: another of the same people at once, and the death of the program. Nobody is made twice, and no batch by half (U1)."""

from threading import Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from duenotice.clients.models import Client
from duenotice.contacts.addresses import ensure
from duenotice.contacts.models import Address, Contact
from duenotice.contacts.parse import parse
from duenotice.events.models import Event
from duenotice.jobs.running import run
from duenotice.runner.kinds import STEPS
from duenotice.uploads.models import Upload
from duenotice.uploads.taking import RUN, begin
from tests import cast
from tests.faults.test_killed_in_a_callback import SOMEBODY_WAITS
from tests.jobs.test_program import program
from tests.uploads.files import CHECK, again, counts, go, taken
from tests.worker.conftest import eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]

PEOPLE = [f",First{n},Last{n},3/9/1980,(202) 555-{n:04d},,11/30/2026,9:00 AM,Hearing,C-{n}" for n in range(60)]


def carry_out(upload: Upload) -> None:
    job = begin(upload=again(upload), what=RUN, actor=cast.actor(upload.user), now=timezone.now())
    run(job.agency_id, job.id, STEPS, clock=timezone.now)
    connection.close()


def test_two_uploads_of_the_same_people_at_once_double_nobody():
    uploads = [go(taken(*rows), CHECK) for rows in (PEOPLE, list(reversed(PEOPLE)))]
    threads = [Thread(target=carry_out, args=[upload]) for upload in uploads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Client.objects.count(), Contact.objects.count(), Event.objects.count()) == (60, 60, 60)
    assert sorted(str(counts(again(upload))) for upload in uploads) == ["{'created': 60}", "{'unchanged': 60}"]


def test_killed_in_a_batch_it_goes_on_where_it_committed():
    upload = go(taken(*(f"D-{n},First{n},Last{n},,(202) 555-{n:04d},,,,," for n in range(1005))), CHECK)
    ensure(upload.agency, [parse("(202) 555-1004")], now=cast.NOON)
    begin(upload=upload, what=RUN, actor=cast.actor(upload.user), now=timezone.now())
    with transaction.atomic(), program() as process:
        Address.objects.select_for_update().get(value="+12025551004")
        eventually(lambda: Client.objects.count() == 1000 and somebody_waits())
        process.kill()
        process.wait()
    assert (again(upload).stage, Client.objects.count(), Contact.objects.count()) == ("running", 1000, 1000)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    with program():
        eventually(lambda: again(upload).stage == "done", seconds=180)
    assert (Client.objects.count(), Contact.objects.count(), counts(again(upload))) == (1005, 1005, {"created": 1005})


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(SOMEBODY_WAITS)
        return cursor.fetchone() is not None
