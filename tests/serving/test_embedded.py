"""The embedded PostgreSQL: roles, restarts, what a crash leaves behind."""

import os
from collections.abc import Generator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from duenotice.db import embedded


@pytest.fixture
def server(data_folder: Path) -> Generator[embedded.Server]:
    server = embedded.start(data_folder)
    yield server
    server.stop()


def test_the_app_role_may_change_rows_but_not_empty_or_drop_tables(server: embedded.Server) -> None:
    with psycopg.connect(server.owner_url, autocommit=True) as owner:
        owner.execute("CREATE TABLE thing (id bigint GENERATED ALWAYS AS IDENTITY, words text)")
        owner.execute("CREATE EXTENSION pg_trgm")
        owner.execute("CREATE EXTENSION btree_gin")
    with psycopg.connect(server.app_url, autocommit=True) as app:
        app.execute("INSERT INTO thing (words) VALUES ('a')")
        app.execute("UPDATE thing SET words = 'b'")
        app.execute("DELETE FROM thing")
        for forbidden in ("TRUNCATE thing", "DROP TABLE thing", "CREATE TABLE other (id int)", "ALTER SYSTEM SET work_mem = '1GB'"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(forbidden)


@pytest.mark.django_db(transaction=True)
def test_the_app_role_reaches_the_test_database() -> None:
    assert connection.settings_dict["USER"]
    with psycopg.connect(os.environ["DUENOTICE_TEST_APP_DATABASE_URL"]) as app:
        assert app.execute("SELECT count(*) FROM agencies_agency").fetchone() == (0,)
