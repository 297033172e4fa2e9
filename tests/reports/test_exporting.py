"""Exports (F2, U3): every row once, phones intact, nothing that a spreadsheet would run, in batches, expiring."""

import csv
import json
import zipfile
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from duenotice.actions.lifecycle import trash
from duenotice.actions.purging import purge
from duenotice.agencies.models import Agency
from duenotice.contacts.search import ClientSearch, ContactSearch
from duenotice.events.search import EventSearch
from duenotice.jobs import files
from duenotice.jobs.expiring import expire
from duenotice.jobs.models import Job, State
from duenotice.lib.csv_lines import defused
from duenotice.messaging.feed import Wanted
from duenotice.messaging.models import File
from duenotice.reports import exporting, listings, whole_agency
from duenotice.reports.copying import defused_sql
from duenotice.reports.exporting import begin_export
from duenotice.reports.whole_agency import LEFT_OUT, SECRETS, begin_whole_export, columns_of, exported
from tests import cast
from tests.cast import NOON
from tests.running_jobs import finish_jobs

pytestmark = pytest.mark.django_db
SEARCHES = {"contacts": ContactSearch(), "clients": ClientSearch(), "events": EventSearch(), "messages": Wanted(), "reachability": None}


def exported_file(listing: str, search: Any = None, format: Any = "csv") -> bytes:
    job = begin_export(agency=cast.agency(), listing=listing, search=search, format=format, actor=cast.actor(), now=NOON)
    finish_jobs()
    job = Job.objects.get(agency_id=job.agency_id, id=job.id)
    assert job.state == State.DONE, job.reason
    return b"".join(files.read(job.agency_id, job.id, f"{listing}.{format}"))


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


def some() -> None:
    """Two clients with a contact each, one with a name that is a formula; an event, a message; and somebody at Lakeside."""
    rosa = cast.client("=2+3", "Delgado", reference="007")
    cast.one_off(cast.contact(rosa))
    cast.event(rosa)
    cast.contact(cast.client("Ben", "Ode", middle_name="J"), cast.BEN_PHONE, name='His, "mother"\nLena')
    cast.contact(cast.client("Nadia", of=cast.agency("lakeside")), cast.ROSA_PHONE)


def test_contacts_are_exported_with_phones_intact_and_formulas_defused():
    some()
    rows = rows_of(exported_file("contacts", ContactSearch()))
    assert [row["Phone number or email address"] for row in rows] == [cast.BEN_PHONE, cast.ROSA_PHONE]
    assert [row["Client"] for row in rows] == ["Ben J Ode", "'=2+3 Delgado"]
    assert rows[0]["Contact Name"] == 'His, "mother"\nLena'
    assert rows[1]["Client reference"] == "007"


@pytest.mark.parametrize("listing", list(SEARCHES))
def test_every_list_can_be_exported_and_holds_nothing_of_another_agency(listing: str):
    some()
    content = exported_file(listing, SEARCHES[listing])
    assert b"Nadia" not in content
    assert listing == "reachability" or rows_of(content)


def test_a_search_narrows_it():
    some()
    rows = rows_of(exported_file("contacts", ContactSearch(text="ode")))
    assert [row["Client"] for row in rows] == ["Ben J Ode"]


@pytest.mark.parametrize("listing", ["contacts", "clients", "messages"])
def test_batches_meet_each_row_once(listing: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(listings, "AT_A_TIME", 2)
    for number in range(5):
        cast.one_off(cast.contact(cast.client("Person", str(number)), f"+120255501{number:02d}"))
    ids = [row["Id"] for row in rows_of(exported_file(listing, SEARCHES[listing]))]
    assert len(set(ids)) == len(ids) == 5


def test_xlsx_keeps_every_cell_as_text():
    some()
    book = CalamineWorkbook.from_filelike(BytesIO(exported_file("contacts", ContactSearch(), "xlsx")))
    heading, _ben, rosa = book.get_sheet_by_index(0).to_python()
    row = dict(zip(heading, rosa, strict=True))
    assert row["Phone number or email address"] == cast.ROSA_PHONE
    assert row["Client reference"] == "007"
    assert row["Client"] == "'=2+3 Delgado"


def test_a_purge_while_it_runs_makes_it_begin_anew(monkeypatch: pytest.MonkeyPatch):
    some()
    rosa = cast.client("Rosalinda", "Gone")
    trash(agency=rosa.agency, kind="client", ids=[rosa.id], actor=cast.actor(), now=NOON)
    real, purges = exporting.purged_meanwhile, iter([True])

    def purged_meanwhile(job: Job) -> bool:
        if next(purges, False):
            later = NOON.replace(year=2099)
            purge(agency=job.agency, kind="client", ids=[rosa.id], actor=cast.actor(), now=later)
            assert real(job)
            Agency.objects.update(purged_at=None)
            return True
        return real(job)

    monkeypatch.setattr(exporting, "purged_meanwhile", purged_meanwhile)
    content = exported_file("clients", ClientSearch(trashed=True))
    assert b"Rosalinda" not in content
    assert len(rows_of(content)) == Job.objects.get(kind="export").done == 2


def test_files_expire():
    some()
    exported_file("clients", ClientSearch())
    assert expire(NOON + timedelta(days=8)) == 1


def test_the_whole_agency_is_a_zip_of_every_table_with_a_manifest(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(whole_agency, "AT_A_TIME", 2)
    some()
    File.objects.create(agency=cast.agency(), name="order.pdf", type="application/pdf", size=3, content=b"pdf")
    job = begin_whole_export(agency=cast.agency(), actor=cast.actor(), now=NOON)
    finish_jobs()
    job = Job.objects.get(agency_id=job.agency_id, id=job.id)
    assert job.state == State.DONE, job.reason
    packed = zipfile.ZipFile(BytesIO(b"".join(files.read(job.agency_id, job.id, "agency.zip"))))
    manifest = json.loads(packed.read("manifest.json"))
    named = {entry["name"] for entry in manifest["files"]}
    assert named == set(packed.namelist()) - {"manifest.json"}
    assert any(name.startswith("files/") and name.endswith("order.pdf") for name in named)
    clients = rows_of(packed.read("clients_client.csv"))
    assert {row["last_name"] for row in clients} == {"Delgado", "Ode"}
    assert len(rows_of(packed.read("accounts_role.csv"))) == 4
    assert "gateway_settings" not in rows_of(packed.read("senders_sender.csv"))[0]


def test_every_table_of_an_agency_is_exported_or_left_out_with_a_reason():
    tables = {model._meta.db_table for model in exported()}
    assert tables.isdisjoint(LEFT_OUT)
    assert {"clients_client", "contacts_consentevent", "messaging_message", "agencies_activity"} < tables
    assert not {field.attname for model in exported() for field in columns_of(model)} & SECRETS


@given(text=st.text(alphabet=st.sampled_from("=+-@\t\r\n0123456789ab,\"' "), max_size=6))
def test_the_database_defuses_as_python_does(text: str):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {defused_sql('cell')} FROM (VALUES (%s::text)) AS one (cell)", [text])
        assert cursor.fetchone() == (defused(text),)
