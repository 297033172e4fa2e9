"""Statements that the server binds and plans once for each connection, because their planning takes longer than the rest."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from psycopg import Cursor


def run_prepared(statement: str, values: Mapping[str, Any]) -> Cursor[Any]:
    """Django binds values in the client, which leaves nothing to prepare; so this goes past it to psycopg.

    Types of values follow from where they stand in the statement, or from a cast.
    """
    connection.ensure_connection()
    cursor: Cursor[Any] = Cursor(connection.connection)
    with connection.wrap_database_errors:  # so that Django notices a connection that broke, and opens another
        cursor.execute(statement, values, prepare=True)
    return cursor


def plan_once() -> None:
    """Until the transaction ends, what is prepared goes by one plan that fits any values: right only where all of them are few."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
