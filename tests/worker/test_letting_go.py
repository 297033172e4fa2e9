"""Threads with a connection each let go of it as they end, not when memory is tidied: whoever drops the database waits for it."""

import asyncio
import gc
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from django.db import connection

from duenotice.webhooks.telling import Teller
from duenotice.worker.database import Database, database_now
from tests import cast
from tests.worker.conftest import eventually


async def worker() -> None:
    database = Database()
    for thread in (database.taking, database.writing, database.receiving):
        await thread(database_now)
    database.close()


async def teller() -> None:
    telling = Teller(lambda: cast.NOON)
    await telling.turn()
    await telling.close()


def connections() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return {pid for (pid,) in cursor.fetchall()}


@pytest.fixture
def untidied() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("untidied")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ending", [worker, teller])
def test_who_ends_leaves_no_connection_behind(ending: Callable[[], Coroutine[Any, Any, None]]) -> None:
    before = connections()
    asyncio.run(ending())
    eventually(lambda: connections() <= before, 20)
