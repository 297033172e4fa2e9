"""Two uploads of the same people at once, in two transactions of their own: nobody is made twice (U1)."""

from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from duenotice.clients.models import Client
from duenotice.contacts.models import Contact
from duenotice.events.models import Event
from duenotice.jobs.running import run
from duenotice.runner.kinds import STEPS
from duenotice.uploads.models import Upload
from duenotice.uploads.taking import RUN, begin
from tests import cast
from tests.uploads.files import CHECK, again, counts, go, taken

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
