"""`duenotice doctor` says in plain words what is wrong."""

import os
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings

from duenotice.cli import doctor
from duenotice.environment import database
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


def test_the_app_role_is_found_good() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'duenotice_app' AND NOT rolsuper")
        assert cursor.fetchone() == (1,)
    assert database("DUENOTICE_TEST_APP_DATABASE_URL")["USER"] == "duenotice_app"
    assert "DUENOTICE_TEST_APP_DATABASE_URL" in os.environ
