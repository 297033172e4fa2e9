"""Messages that are only ever simulated: whoever does work for a test client of the API says so to the database, which marks every message
that the work inserts, by whatever path. So no path can forget it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import BooleanField, Func

# SQL: does the present transaction only simulate? Named statements take it where they say {simulates}.
SIMULATES = "(coalesce(current_setting('duenotice.only_simulate', true), '') = 'on')"


class OnlySimulates(Func):
    """The same, for the ORM."""

    template = SIMULATES
    output_field = BooleanField()

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        return ("duenotice.db.only_simulate.OnlySimulates", (), {})


@contextmanager
def only_simulating() -> Iterator[None]:
    """What is done in one transaction, or in a part of one, whose messages are only ever simulated; one such part may stand in another."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('duenotice.only_simulate', true), '')")
        [before] = cursor.fetchone()
        cursor.execute("SELECT set_config('duenotice.only_simulate', 'on', true)")
        yield
        cursor.execute("SELECT set_config('duenotice.only_simulate', %s, true)", [before])
