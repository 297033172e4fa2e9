"""The hash chain of the activity log (P6): what is sealed, and what verifying finds."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction

from duenotice.agencies import sealing
from duenotice.agencies.activity import SYSTEM, record
from duenotice.agencies.models import Activity, ActivitySeal, Agency
from duenotice.agencies.sealing import agencies_to_seal, seal, verify
from tests import cast

pytestmark = pytest.mark.django_db
Tamper = Callable[..., None]


def later(minutes: int = 5) -> datetime:
    return datetime.now(UTC) + timedelta(minutes=minutes)


def write(agency: Agency, count: int = 1) -> None:
    ids = [uuid4() for _ in range(count)]
    record(agency_id=agency.id, actor=SYSTEM, verb="created", kind="client", ids=ids, now=cast.NOON, detail={"b": [1, None], "a": "é"})


@pytest.fixture
def riverton() -> Agency:
    """Six rows in three seals."""
    agency = cast.agency()
    for _ in range(3):
        write(agency, 2)
        assert seal(agency.id, later()) == 2
    return agency


@pytest.fixture
def tamper() -> Tamper:
    """Changes rows as somebody could who owns the tables."""

    def changed(statement: str, *values: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in ("agencies_activity", "agencies_activityseal"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(statement, values)
            for table in ("agencies_activity", "agencies_activityseal"):
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    return changed


def test_every_row_is_sealed_once_and_the_chain_holds(riverton: Agency) -> None:
    assert seal(riverton.id, later()) == 0
    write(riverton)
    found = verify(riverton.id)
    assert (found.seals, found.rows, found.unsealed, found.breaks) == (3, 6, 1, [])
    assert found.head == ActivitySeal.objects.get(agency=riverton, number=3).hash


def test_what_is_too_new_is_not_sealed_yet() -> None:
    agency = cast.agency()
    write(agency)
    assert seal(agency.id, datetime.now(UTC)) == 0
    assert verify(agency.id).unsealed == 1


def test_many_rows_are_sealed_in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST_ROWS", 2)
    agency = cast.agency()
    write(agency, 5)
    assert [seal(agency.id, later()) for _ in range(4)] == [2, 2, 1, 0]
    assert verify(agency.id).breaks == []


def test_agencies_have_chains_of_their_own(riverton: Agency) -> None:
    lakeside = cast.agency("lakeside")
    write(lakeside)
    assert seal(riverton.id, later()) == 0
    assert seal(lakeside.id, later()) == 1
    assert set(agencies_to_seal()) == {riverton.id, lakeside.id}
    assert ActivitySeal.objects.get(agency=lakeside).number == 1


def nth(agency: Agency, number: int) -> Activity:
    return Activity.objects.filter(agency=agency).order_by("id")[number]


@pytest.mark.parametrize("column", ["verb", "record_kind", "actor_kind", "detail", "at", "from_ip", "record_id", "actor_id"])
def test_a_row_that_was_changed_breaks_its_seal(riverton: Agency, tamper: Tamper, column: str) -> None:
    value = {"detail": '{"b": [1, null], "a": "e"}', "at": later(), "from_ip": "192.0.2.1"}.get(column, str(uuid4()))
    tamper(f"UPDATE agencies_activity SET {column} = %s WHERE agency_id = %s AND id = %s", value, riverton.id, nth(riverton, 2).id)
    assert [(one.number, one.words) for one in verify(riverton.id).breaks] == [(2, "a row was changed, or the seal")]


def test_a_row_that_was_taken_out_or_put_in_breaks_its_seal(riverton: Agency, tamper: Tamper) -> None:
    tamper("DELETE FROM agencies_activity WHERE agency_id = %s AND id = %s", riverton.id, nth(riverton, 5).id)
    first = nth(riverton, 0)
    Activity.objects.create(id=type(first.id)(int=first.id.int + 1), agency=riverton, at=first.at, record_id=uuid4())
    told = [(one.number, one.words) for one in verify(riverton.id).breaks]
    assert told == [(1, "2 rows were sealed, 3 are there"), (3, "2 rows were sealed, 1 are there")]


def test_a_seal_that_was_taken_out_is_missed(riverton: Agency, tamper: Tamper) -> None:
    tamper("DELETE FROM agencies_activityseal WHERE agency_id = %s AND number = 2", riverton.id)
    assert "seals 2 to 2 are missing" in [one.words for one in verify(riverton.id).breaks]


@pytest.mark.parametrize("change", ["UPDATE agencies_activityseal SET count = 0", "DELETE FROM agencies_activityseal"])
def test_the_database_refuses_to_change_a_seal(riverton: Agency, change: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{change} WHERE agency_id = %s", [riverton.id])


def test_the_command_says_where_a_chain_breaks(riverton: Agency, tamper: Tamper, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("activity", "verify")
    assert "ok      riverton: 6 rows in 3 seals, 0 not sealed yet; last hash" in capsys.readouterr().out
    tamper("UPDATE agencies_activity SET verb = 'x' WHERE agency_id = %s AND id = %s", riverton.id, nth(riverton, 2).id)
    with pytest.raises(SystemExit):
        call_command("activity", "verify", agency="riverton")
    assert "BROKEN  riverton: seal 2: a row was changed, or the seal, after" in capsys.readouterr().out


def test_a_noted_hash_shows_that_the_end_was_cut_off(riverton: Agency, tamper: Tamper, capsys: pytest.CaptureFixture[str]) -> None:
    noted = verify(riverton.id).head
    call_command("activity", "verify", agency="riverton", noted=noted)
    tamper("DELETE FROM agencies_activity WHERE agency_id = %s AND id >= %s", riverton.id, nth(riverton, 4).id)
    tamper("DELETE FROM agencies_activityseal WHERE agency_id = %s AND number = 3", riverton.id)
    assert verify(riverton.id).breaks == []
    with pytest.raises(SystemExit):
        call_command("activity", "verify", agency="riverton", noted=noted)
    assert "the noted hash is not in the chain" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_a_row_of_a_slow_transaction_is_not_left_behind() -> None:
    agency = cast.agency()

    def elsewhere() -> int:
        try:
            return seal(agency.id, later())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            write(agency)
            assert thread.submit(elsewhere).result() == 0
        assert thread.submit(elsewhere).result() == 1
    assert verify(agency.id).breaks == []
