"""`duenotice doctor` says in plain words what is wrong."""

import os
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test.utils import override_settings

from duenotice.cli import data_folder, doctor
from duenotice.db import embedded
from duenotice.messaging.models import WorkerHeartbeat

pytestmark = pytest.mark.django_db


def test_it_ends_with_1_and_names_what_is_wrong(tmp_path: Path) -> None:
    printed = StringIO()
    with override_settings(STATIC_ROOT=str(tmp_path), DEBUG=False, SECRET_KEY="a" * 40), pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=printed)
    assert ended.value.code == 1
    words = printed.getvalue()
    assert "ok      PostgreSQL 18." in words
    for problem in ("owns the tables", "No worker has ever run", "easily guessed", f"no static files in {tmp_path}"):
        assert problem in words


def test_a_worker_that_fell_silent_is_a_problem_and_a_lively_one_is_not() -> None:
    now = datetime.now(UTC)
    heartbeat = WorkerHeartbeat.objects.create(started_at=now, at=now - timedelta(minutes=2))
    assert doctor.worker()[0].state == "problem"
    heartbeat.at = now
    heartbeat.save()
    assert doctor.worker()[0].state == "good"


def test_the_app_role_is_found_good_and_the_owner_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.role().state == "problem"
    as_app = DatabaseWrapper({**connection.settings_dict, "USER": embedded.APP}, alias="default")
    with closing(as_app):
        monkeypatch.setattr(doctor, "connection", as_app)
        assert doctor.role() == doctor.Finding("good", "The database role duenotice_app may change rows and nothing else.")


def test_it_names_the_database_and_says_where_another_one_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUENOTICE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/duenotice")
    assert doctor.another_installation() == []
    data_folder.announce(tmp_path, {"DATABASE_URL": "postgresql://here/duenotice"})
    [note] = doctor.another_installation()
    assert str(tmp_path) in note.words
    assert "DUENOTICE_DATA_DIR" in note.words
    monkeypatch.setenv("DATABASE_URL", "postgresql://here/duenotice")
    assert doctor.another_installation() == []
    assert str(connection.settings_dict["NAME"]) in doctor.database().words


@pytest.mark.parametrize(("made", "said"), [(None, "which is not there"), ("", "holds no installation"), ("secret_key", "and stopped")])
def test_where_nothing_runs_a_newcomer_hears_what_the_folder_is(tmp_path: Path, made: str | None, said: str) -> None:
    folder = tmp_path / "data"
    if made is not None:
        folder.mkdir()
    if made:
        (folder / made).touch()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "DUENOTICE_"))}
    asked = [sys.executable, "-m", "duenotice", "doctor"]
    told = subprocess.run(asked, env=kept, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert said in told.stderr
    assert "DUENOTICE_DATA_DIR" in told.stderr
