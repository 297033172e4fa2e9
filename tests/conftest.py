"""What holds for every test: no statement of the product on an agency's table may forget its agency."""

import asyncio
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connections
from django.test import override_settings
from time_machine import travel

from duenotice.agencies.models import AgencyRecord
from tests.cast import NOON
from tests.house.test_arrows import ACROSS_AGENCIES

FIGURE = "figure: "
PACKAGE = str(Path(__file__).parents[1] / "duenotice")
# Code that reads across agencies on purpose, by `path:function`, with its reason.
ACROSS = {
    "actions/recurring.py:due_schedules": "the duty that schedules recurring auto messages walks every agency",
    "messaging/explain.py:explain": "the operator's command names a message, and thereby its agency",
    "cli/management/commands/message.py:_event": "the operator's command names an event, and thereby its agency",
    "accounts/models.py:agencies_of": "somebody's own agencies, whichever they are",
    "accounts/models.py:invitations_of": "somebody's own invitations, to whichever agencies",
    "actions/roles.py:delete_role": "Django looks whether anybody has the role, by its id; the database lets none have it elsewhere",
    "actions/sign_ins.py:write_sign_in": "signing in is told in each of somebody's agencies",
    "jobs/expiring.py:expire": "the duty that forgets old jobs, bounded by an index",
    "jobs/reviving.py:revive_lost": "the duty that wakes lost jobs, bounded by an index",
    "webhooks/delivering.py:claim": "the duty that tells webhooks has just taken these in hand, whosever they are",
    "webhooks/pruning.py:prune_deliveries": "the duty that forgets old deliveries, bounded by the primary key",
    "accounts/models.py:delete": "a user's memberships go with the user",
}


@pytest.fixture(autouse=True)
def no_event_loop_is_in_the_way(request: pytest.FixtureRequest) -> Iterator[None]:
    """Once a browser test ran in this process, Playwright's loop counts as running, and asyncio.run() would refuse to start beside it."""
    playwrights = asyncio._get_running_loop()
    asyncio._set_running_loop(playwrights if "browser" in request.path.parts else None)
    yield
    asyncio._set_running_loop(playwrights or asyncio._get_running_loop())


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str, object], None]:
    """Has a measured figure printed at the end of the run: `figure("opt-outs raced", 300)`."""
    return lambda name, value: record_property(FIGURE + name, value)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    figures = [
        (name.removeprefix(FIGURE), value)
        for report in terminalreporter.stats.get("passed", [])
        for name, value in report.user_properties
        if name.startswith(FIGURE)
    ]
    if figures:
        terminalreporter.section("figures")
    for name, value in figures:
        terminalreporter.write_line(f"{name}: {value}")


@pytest.fixture(scope="session", autouse=True)
def passwords_are_hashed_quickly() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def pages_are_opened_at_noon(request: pytest.FixtureRequest) -> Iterator[None]:
    """Pages read the clock themselves; what the cast does at NOON must not look older on every day that passes."""
    if request.path.parent.name not in ("web", "browser"):
        yield
        return
    with travel(NOON):
        yield


@pytest.fixture(autouse=True)
def every_statement_names_its_agency() -> Iterator[None]:
    """Fails a test in which code of the product runs SELECT, UPDATE or DELETE on an agency's table without `agency_id` in its WHERE."""
    forgetful: list[str] = []
    with ExitStack() as stack:
        for connection in connections.all(initialized_only=False):
            stack.enter_context(connection.execute_wrapper(_watch(forgetful)))
        yield
    assert forgetful == []


def _watch(forgetful: list[str]) -> Callable[..., Any]:
    tables = "|".join(model._meta.db_table for model in apps.get_models() if issubclass(model, AgencyRecord))
    touches = re.compile(rf'\b(?:FROM|UPDATE|JOIN) "?({tables})"?', re.IGNORECASE)

    def execute(run: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if touches.search(sql) and not re.search(r"agency_id\W", _after_where(sql)):
            caller = _caller()
            if caller and caller not in ACROSS and not any(Path(name).stem in sql for name in ACROSS_AGENCIES):
                forgetful.append(f"{caller}: {sql[:300]}")
        return run(sql, params, many, context)

    return execute


def _after_where(sql: str) -> str:
    return sql.partition(" WHERE ")[2] if " WHERE " in sql else sql if "\nWHERE" in sql else ""


def _caller() -> str | None:
    """The innermost function of the product on the stack, if any."""
    frame = sys._getframe(2)
    while frame is not None:
        path = frame.f_code.co_filename
        if path.startswith(PACKAGE):
            return f"{path[len(PACKAGE) + 1 :]}:{frame.f_code.co_name}"
        if "/tests/" in path and not path.endswith("conftest.py"):
            return None
        frame = frame.f_back  # type: ignore[assignment]
    return None
