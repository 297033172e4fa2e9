"""PostgreSQL killed while messages go out: the supervisor starts it again, and everybody finds it, without a person."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.test.utils import override_settings

from duenotice.cli import data_folder as folders
from duenotice.senders import credentials
from tests.carrier import Carrier, Reply, running
from tests.serving.conftest import Start, part, ready

pytestmark = pytest.mark.faults
COUNT, KILLS = 400, 3

# Texts that wait in the demo, many times over, due since a minute, at any hour, from senders that hand to our carrier.
LOAD = """
UPDATE agencies_agency SET quiet_from = '00:00', quiet_until = '00:00';
UPDATE senders_sender SET gateway = 'http', gateway_settings = %(settings)s, speed = 1000, tokens = 1000, updated_at = now();
CREATE TEMP TABLE load AS
    SELECT * FROM messaging_message, generate_series(1, 100)
    WHERE status = 'scheduled' AND kind = 'one_off' AND channel = 'text' LIMIT %(count)s;
ALTER TABLE load DROP COLUMN generate_series;
UPDATE load SET id = uuidv7(), repeats_anyway = true, send_at = now() - interval '1 minute', expires_at = now() + interval '1 hour',
    event_id = NULL;
TRUNCATE messaging_message CASCADE;
INSERT INTO messaging_message SELECT * FROM load;
"""


@pytest.fixture
def carrier() -> Iterator[Carrier]:
    with running(lambda _: Reply(delay=0.2)) as made:
        yield made


def load(url: str, folder: Path, carrier: Carrier) -> None:
    with override_settings(SECRET_KEY=(folder / "secret_key").read_text()):
        sealed = credentials.seal({"url": carrier.url, "token": "secret", "timeout": 20})
    with psycopg.ClientCursor(psycopg.connect(url, autocommit=True)) as cursor, cursor.connection:
        cursor.execute(LOAD, {"settings": sealed, "count": COUNT})


def statuses(url: str) -> set[str]:
    """Of all messages; none while the database is away."""
    try:
        with psycopg.connect(url) as connection:
            return {row[0] for row in connection.execute("SELECT DISTINCT status FROM messaging_message")}
    except psycopg.OperationalError:
        return set()


def eventually(holds: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.05)


@pytest.mark.usefixtures("settled")
def test_killed_under_load_the_database_comes_back_and_every_message_goes_out_once(
    start: Start, data_folder: Path, carrier: Carrier, figure: Callable[[str, object], None]
) -> None:
    ready(start("demo", "--port", "0", "--json", DUENOTICE_PRIVATE_NETWORKS="true"))
    url = (folders.running(data_folder) or {})["DUENOTICE_OWNER_DATABASE_URL"]
    load(url, data_folder, carrier)
    gone = []
    for _again in range(KILLS):
        before = len(carrier.taken)
        eventually(lambda before=before: len(carrier.taken) > before + 20)
        part(data_folder, "/postgresql").kill()
        killed_at = time.monotonic()
        eventually(lambda: statuses(url))
        gone.append(time.monotonic() - killed_at)
    eventually(lambda: statuses(url) == {"sent"}, 120)
    taken = [message["id"] for message in carrier.taken]
    assert len(taken) == len(set(taken)) == COUNT
    figure(f"PostgreSQL killed {KILLS} times under load", f"{COUNT} messages, {len(taken)} handed off, away {max(gone):.1f} s at most")
