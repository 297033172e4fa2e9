"""`duenotice demo` and `serve`: one command starts all of it, and ends all of it."""

import os
import signal
import socket
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from duenotice.cli import data_folder as folders
from tests.serving.conftest import Start, a_data_folder, kill, left_of, part, ready, settle, started, wait_until_nothing_is_left_of

pytestmark = pytest.mark.faults


def healthz(url: str) -> int:
    with urllib.request.urlopen(f"{url}/healthz", timeout=60) as answer:
        return int(answer.status)


@pytest.mark.usefixtures("settled")
def test_demo_answers_and_sigterm_leaves_no_process_and_the_data_stays(start: Start, data_folder: Path) -> None:
    demo = start("demo", "--port", "0", "--json")
    told = ready(demo)
    assert set(told) == {"url", "email", "password", "agency", "api_client_id", "api_client_secret"}
    assert healthz(told["url"]) == 200
    settings = folders.running(data_folder)
    assert settings is not None
    with psycopg.connect(settings["DUENOTICE_OWNER_DATABASE_URL"], autocommit=True) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 7 AS number")
    demo.terminate()
    assert demo.wait(120) == 0
    assert left_of(data_folder) == []
    assert folders.running(data_folder) is None
    again = start("demo", "--port", "0", "--json")
    assert ready(again)["email"] == told["email"]
    with psycopg.connect(settings["DUENOTICE_OWNER_DATABASE_URL"]) as owner:
        assert owner.execute("SELECT number FROM kept").fetchone() == (7,)


@pytest.mark.usefixtures("settled")
def test_kill_9_of_the_supervisor_leaves_no_process_and_the_next_start_works(start: Start, data_folder: Path) -> None:
    first = start("demo", "--port", "0", "--json")
    ready(first)
    kill(first)
    again = start("demo", "--port", "0", "--json")
    assert healthz(ready(again)["url"]) == 200
    kill(again)
    wait_until_nothing_is_left_of(data_folder)


@pytest.fixture(scope="module")
def running(demo_before: Path) -> Iterator[tuple[Path, Start, str]]:
    """A demo for tests that leave it running: its data folder, what starts programs beside it, and its address."""
    with a_data_folder() as folder, started(settle(folder, demo_before)) as begin:
        yield folder, begin, ready(begin("demo", "--port", "0", "--json"))["url"]


def test_a_part_that_dies_is_started_again(running: tuple[Path, Start, str]) -> None:
    folder, _begin, url = running
    part(folder, "web").kill()
    deadline = time.monotonic() + 120
    while not answers(url):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_other_commands_find_what_runs_or_say_what_to_do(running: tuple[Path, Start, str], start: Start) -> None:
    alone = start("showmigrations")
    assert "DATABASE_URL is not set" in alone.communicate(timeout=120)[1]
    assert alone.returncode == 1
    _folder, begin, _url = running
    assert "[X] 0001_initial" in begin("showmigrations", "agencies").communicate(timeout=120)[0]


def answers(url: str) -> bool:
    try:
        return healthz(url) == 200
    except OSError:
        return False


def test_of_two_first_starts_at_once_one_runs_and_the_other_says_why_not(start: Start, data_folder: Path) -> None:
    both = [start("serve", "--port", "0") for _ in range(2)]
    while all(process.poll() is None for process in both):
        time.sleep(0.1)
    loser = next(process for process in both if process.poll() is not None)
    winner = next(process for process in both if process.poll() is None)
    assert loser.returncode == 1
    assert loser.stderr is not None
    assert "already runs with the data folder" in loser.stderr.read()
    assert winner.stdout is not None
    assert healthz(winner.stdout.readline().split()[-1]) == 200


def test_a_taken_port_is_named_and_nothing_is_started(start: Start, data_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        words = start("demo", "--port", port).communicate(timeout=120)[1]
    assert f"port {port}" in words
    assert "--port" in words
    assert list(data_folder.iterdir()) == []


def test_ctrl_c_during_the_start_leaves_no_process(start: Start, data_folder: Path) -> None:
    process = start("demo", "--port", "0")
    while not left_of(data_folder) or not (data_folder / "running.json").exists():
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    assert process.wait(120) == 0
    assert left_of(data_folder) == []


def test_with_database_url_no_server_of_our_own_is_started(start: Start, data_folder: Path) -> None:
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("DROP DATABASE IF EXISTS served WITH (FORCE)")
        owner.execute("CREATE DATABASE served")
    process = start("serve", "--port", "0", DATABASE_URL=url.replace("/duenotice?", "/served?"), DUENOTICE_SECRET_KEY="s" * 40)
    assert process.stdout is not None
    address = process.stdout.readline().split()[-1]
    assert healthz(address) == 200
    assert not (data_folder / "postgresql").exists()
