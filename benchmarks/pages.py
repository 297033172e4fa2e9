"""How many client and contact screens a second the web server gives, beside a bare Django view that reads one row."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from benchmarks.table import Row
from duenotice.accounts.models import User
from duenotice.agencies.models import Agency
from duenotice.cli.demo import seed
from duenotice.contacts.models import Contact
from duenotice.lifecycle.states import LIVE

THREADS, SECONDS = 4, 6.0


def measure(*, large: bool) -> Iterator[Row]:
    seed(timezone.now())
    agency = Agency.objects.get(reference="riverton")
    contact = Contact.objects.filter(LIVE, agency=agency, channel="text").order_by("id")[3]
    with serving() as port:
        cookie = _session()
        bare = _rate(port, f"/bare/{contact.id}", cookie)
        for name, path in (
            ("contact screen", f"/a/riverton/contacts/{contact.id}/"),
            ("client screen", f"/a/riverton/clients/{contact.client_id}/"),
            ("list of 50 contacts", "/a/riverton/contacts/"),
        ):
            yield Row(name, _rate(port, path, cookie), bare, "pages/s", "at least 0.25" if "screen" in name else "")


@contextmanager
def serving() -> Iterator[int]:
    """The web server as `duenotice serve` starts it, on a free loopback port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "benchmarks.bare_settings", "DUENOTICE_DATABASE_POOL": "true"}
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--no-access-log", "--log-level", "error"]
    process = subprocess.Popen([*command, "--blocking-threads", "8", "duenotice.wsgi:application"], env=environment)
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the web server did not start")


def _session() -> str:
    user = User.objects.get(is_super_admin=True)
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _rate(port: int, path: str, cookie: str) -> float:
    """Answers per second over SECONDS with THREADS connections that stay open, after half a second that is not counted."""
    with ThreadPoolExecutor(THREADS) as pool:
        counts = list(pool.map(lambda _number: _visits(port, path, cookie), range(THREADS)))
    return sum(counts) / SECONDS


def _visits(port: int, path: str, cookie: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    counted, begun = 0, time.monotonic()
    while (passed := time.monotonic() - begun) < SECONDS + 0.5:
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        counted += passed >= 0.5
    connection.close()
    return counted
