"""What could be wrong with an installation, examined from inside it, in plain words."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from duenotice.cli import data_folder
from duenotice.jobs.health import health as jobs_health
from duenotice.messaging.models import WorkerHeartbeat

LEAST_VERSION = 180000
MOST_SKEW = timedelta(seconds=2)
HEARTBEAT_PATIENCE = timedelta(minutes=1)
LEAST_DIFFERENT_CHARACTERS = 12


@dataclass(frozen=True)
class Finding:
    """`problem`: something does not work, or is not safe. `note`: worth knowing."""

    state: Literal["good", "note", "problem"]
    words: str


def examine() -> list[Finding]:
    """All findings; those that need the database only where it answers."""
    own = [*another_installation(), secret_key(), static_files(), *modes()]
    try:
        found = [database(), role(), migrations(), clock()]
        return [*found, *([*worker(), *jobs()] if found[2].state == "good" else []), *own]
    except DatabaseError as error:
        advice = "Is it running, and is DATABASE_URL right?"
        words = f"The database does not answer: {which_database()}. {advice} It said: {str(error).strip()}"
        return [Finding("problem", words), *own]


def database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
    if version < LEAST_VERSION:
        return Finding("problem", f"The database is PostgreSQL {version // 10000}; Due Notice needs {LEAST_VERSION // 10000} or newer.")
    return Finding("good", f"PostgreSQL {version // 10000}.{version % 10000} answers: {which_database()}.")


def which_database() -> str:
    """In words; never with the password."""
    told = connection.settings_dict
    return f"database {told['NAME']} at {told['HOST'] or 'this machine'}"


def another_installation() -> list[Finding]:
    """Whether the database looked at is not that of what runs with the data folder, which a newcomer would expect."""
    folder = data_folder.chosen()
    here = data_folder.running(folder)
    if here is None or here.get("DATABASE_URL") in (None, os.environ.get("DATABASE_URL")):
        return []
    advice = "Unset it to look at that one; DUENOTICE_DATA_DIR names another folder."
    return [Finding("note", f"DATABASE_URL is set to another database than that of what runs with {folder}. {advice}")]


def role() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolbypassrls, EXISTS (SELECT FROM pg_tables WHERE tableowner = current_user)"
            " FROM pg_roles WHERE rolname = current_user"
        )
        name, mighty, owns = cursor.fetchone()
    if mighty:
        return Finding("problem", f"The database role {name} is a superuser. Give DATABASE_URL a role that is none (docs/operating.md).")
    if owns:
        return Finding(
            "problem", f"The database role {name} owns the tables, so it could empty them. Give DATABASE_URL a role that does not."
        )
    return Finding("good", f"The database role {name} may change rows and nothing else.")


def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return Finding("problem", f"{len(missing)} migrations are not applied. Run `duenotice migrate` as the database's owner.")
    return Finding("good", "All migrations are applied.")


def clock() -> Finding:
    """Messages go by the database's clock, pages by this machine's."""
    before = datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs = cursor.fetchone()[0]
    after = datetime.now(UTC)
    skew = max(before - theirs, theirs - after, timedelta())
    if skew > MOST_SKEW:
        seconds = skew.total_seconds()
        return Finding("problem", f"The clocks of this machine and of the database differ by {seconds:.0f} s. Set both by NTP.")
    return Finding("good", "The clocks of this machine and of the database agree.")


def worker() -> list[Finding]:
    last = WorkerHeartbeat.objects.order_by("-at").first()
    if last is None:
        return [Finding("problem", "No worker has ever run, so nothing is sent. Start `duenotice worker` (or `duenotice serve`).")]
    silent = datetime.now(UTC) - last.at
    if silent > HEARTBEAT_PATIENCE:
        return [Finding("problem", f"No worker has been heard of since {last.at:%Y-%m-%d %H:%M:%S} UTC, so nothing is sent. Start one.")]
    return [Finding("good", "A worker is running.")]


def jobs() -> list[Finding]:
    if not jobs_health(datetime.now(UTC)).well:
        return [Finding("problem", "No program runs background jobs. Start `duenotice jobs` (or `duenotice serve`).")]
    return [Finding("good", "Background jobs are run.")]


def secret_key() -> Finding:
    if len(set(settings.SECRET_KEY)) < LEAST_DIFFERENT_CHARACTERS:
        return Finding(
            "problem", "DUENOTICE_SECRET_KEY is easily guessed. Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return Finding("good", "The secret key is long enough and varied.")


def static_files() -> Finding:
    if settings.DEBUG or (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return Finding("good", "The static files are in place.")
    return Finding("problem", f"There are no static files in {settings.STATIC_ROOT}. Run `duenotice collectstatic --no-input`.")


def modes() -> list[Finding]:
    found = []
    if settings.DEBUG:
        found.append(Finding("problem", "DUENOTICE_DEBUG is on: errors show the program's inside to whoever meets them."))
    if settings.HANDSET:
        found.append(Finding("note", "DUENOTICE_HANDSET is on: senders on the handset gateway reach a page, not people."))
    if not settings.HTTPS:
        found.append(Finding("note", f"{settings.PUBLIC_URL} is not https: fine on this machine, not on a network."))
    return found
