"""The worker's three database threads, each with a connection of its own, and the one exception that says that the database is gone."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connection

from duenotice.db.letting_go import let_go

log = logging.getLogger(__name__)
Given = ParamSpec("Given")
Result = TypeVar("Result")


class DatabaseGone(Exception):
    """The database did not do it, for a reason that passes: a restart, a broken connection, a lock not had in time. Try again."""


def database_now() -> datetime:
    """The database's clock, which every lease and due time is compared with."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


class Database:
    """`taking` runs what takes messages in hand, `writing` what became of them, `receiving` what carriers tell: none waits for another."""

    def __init__(self) -> None:
        self._taking = ThreadPoolExecutor(1, "taking")
        self._writing = ThreadPoolExecutor(1, "writing")
        self._receiving = ThreadPoolExecutor(1, "receiving")
        self._gone = False

    async def taking(self, work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Result:
        """Raises DatabaseGone."""
        return await self._run(self._taking, work, *args, **kwargs)

    async def writing(self, work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Result:
        """Raises DatabaseGone."""
        return await self._run(self._writing, work, *args, **kwargs)

    async def receiving(self, work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Result:
        """Raises DatabaseGone."""
        return await self._run(self._receiving, work, *args, **kwargs)

    async def _run(self, thread: ThreadPoolExecutor, work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Result:
        try:
            result = await asyncio.get_running_loop().run_in_executor(thread, lambda: _tried(work, *args, **kwargs))
        except DatabaseGone as gone:
            if not self._gone:
                log.warning("the database is gone, trying again until it is back: %s", gone)
            self._gone = True
            raise
        if self._gone:
            log.warning("the database is back")
            self._gone = False
        return result

    def close(self) -> None:
        """After the work under way."""
        for thread in (self._taking, self._writing, self._receiving):
            thread.submit(let_go)
            thread.shutdown()


def _tried(work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Result:
    try:
        return work(*args, **kwargs)
    except (OperationalError, InterfaceError) as error:
        connection.close()
        raise DatabaseGone(str(error).strip()) from error
