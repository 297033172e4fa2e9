"""Statements that the server binds and plans once for each connection, because their planning takes longer than the rest."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model
from psycopg import Cursor

Row = TypeVar("Row", bound=Model)


def run_prepared(statement: str, values: Mapping[str, Any]) -> Cursor[Any]:
    """Django binds values in the client, which leaves nothing to prepare; so this goes past it to psycopg.

    Types of values follow from where they stand in the statement, or from a cast.
    """
    connection.ensure_connection()
    cursor: Cursor[Any] = Cursor(connection.connection)
    with connection.wrap_database_errors:  # so that Django notices a connection that broke, and opens another
        cursor.execute(statement, values, prepare=True)
    return cursor


def prepared_objects(model: type[Row], statement: str, values: Mapping[str, Any]) -> list[Row]:
    """The rows that a statement reads of one table, as objects. It names the table `row`, and writes {columns} for what the model knows.

    Not `*`: a column that a migration adds while the connection stands would end what is prepared with an error.
    """
    names = [field.attname for field in model._meta.concrete_fields]
    rows = run_prepared(_with_columns(model, statement), values).fetchall()
    return [model.from_db(DEFAULT_DB_ALIAS, names, row) for row in rows]


@cache
def _with_columns(model: type[Model], statement: str) -> str:
    return statement.replace("{columns}", ", ".join(f'row."{field.column}"' for field in model._meta.concrete_fields))


def plan_once() -> None:
    """Until the transaction ends, what is prepared goes by one plan that fits any values: right only where all of them are few."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
