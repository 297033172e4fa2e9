"""Real workers, as the processes that they are, on the test's own database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from duenotice.agencies.models import Agency
from duenotice.contacts.models import Contact
from duenotice.lib.children import end_with_parent
from duenotice.messaging.models import Message
from duenotice.senders import credentials
from duenotice.senders.models import Sender
from tests import cast
from tests.carrier import Carrier, running


def url_of_this_database() -> str:
    params = connection.get_connection_params()
    query = urlencode({"host": params["host"], "port": params["port"]})
    return f"postgresql://{quote(params['user'])}:{quote(params.get('password', ''))}@/{params['dbname']}?{query}"


def environment_here() -> dict[str, str]:
    """What a program of ours needs to work on this test's database."""
    here = {"DATABASE_URL": url_of_this_database(), "DUENOTICE_PRIVATE_NETWORKS": "true", "DUENOTICE_PUBLIC_URL": settings.PUBLIC_URL}
    return {**os.environ, **here}


def start_worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "duenotice", "worker"], env=environment_here(), preexec_fn=end_with_parent(signal.SIGTERM)
    )


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A worker until the block ends; SIGTERM then."""
    process = start_worker()
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(60)


def eventually(holds: Callable[[], Any], seconds: float = 60.0) -> None:
    """Waits until `holds` answers something true, and fails after so many seconds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.02)


@pytest.fixture
def carrier() -> Generator[Carrier]:
    """Riverton's phone hands to a carrier by HTTP, which answers as told."""
    with running() as made:
        sealed = credentials.seal({"url": made.url, "token": "secret", "timeout": 20})
        Sender.objects.filter(agency=cast.agency(), kind="phone").update(gateway="http", gateway_settings=sealed, updated_at=timezone.now())
        yield made


def awake(agency: Agency) -> None:
    """No quiet hours, whatever the real time is."""
    Agency.objects.filter(id=agency.id).update(quiet_from="00:00", quiet_until="00:00")


def contacts(count: int) -> list[Contact]:
    """That many contacts of Riverton, each with a phone of its own."""
    awake(cast.agency())
    assert count <= 100, "the numbers 555-0100 to 555-0199 are kept for examples"
    return [cast.contact(cast.client("Person", str(number)), f"+1202555{100 + number:04d}") for number in range(count)]


def due(to: list[Contact], **fields: Any) -> list[Message]:
    """A message to each contact, due since a second."""
    now = timezone.now() - timedelta(seconds=1)
    return [cast.one_off(one, "Please call the clerk.", now=now, send_now=True, **fields) for one in to]
