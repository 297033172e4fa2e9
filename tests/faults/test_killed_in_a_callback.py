"""kill -9 of the web server inside a carrier's call: what was kept before counts, once (O3, M7)."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlparse
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from duenotice.actions.models import News
from duenotice.contacts.models import Address
from duenotice.lib.children import end_with_parent
from duenotice.messaging.models import Message
from duenotice.worker.receiving import receive_news
from tests import cast, twilio
from tests.callbacks.test_carriers import url
from tests.gateways.mail_server import free_port
from tests.worker.conftest import environment_here, eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
SOMEBODY_WAITS = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


@contextmanager
def web_server() -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The web server as the program that it is, and where it answers."""
    port = free_port()
    command = [sys.executable, "-m", "duenotice", "web", "--port", str(port), "--processes", "1"]
    process = subprocess.Popen(command, env=environment_here(), preexec_fn=end_with_parent(signal.SIGTERM))
    try:
        eventually(lambda: answers(f"http://127.0.0.1:{port}/healthz"))
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait(60)


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=30):
            return True
    except OSError as refused:
        return hasattr(refused, "code")


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(SOMEBODY_WAITS)
        return cursor.fetchone() is not None


def test_a_stop_whose_web_process_was_killed_between_keeping_and_applying_counts_once():
    cast.contact()
    asked = url("inbound")
    fields = {"MessageSid": "SM7", "From": cast.ROSA_PHONE, "To": "+12025550100", "Body": "STOP", "NumMedia": "0"}
    headers = {**twilio.signed(asked, fields), "Host": urlparse(settings.PUBLIC_URL).netloc}
    with web_server() as (process, base), ThreadPoolExecutor(1) as carrier, transaction.atomic():
        Address.objects.select_for_update().get(value=cast.ROSA_PHONE)
        call = carrier.submit(twilio.call, base + urlparse(asked).path, fields, headers)
        eventually(lambda: News.objects.exists() and somebody_waits())
        os.kill(process.pid, signal.SIGKILL)
        process.wait(60)
        assert call.exception(60) is not None
    assert not Message.objects.filter(kind="inbound").exists()
    for _turn in range(2):
        News.objects.update(due_at=timezone.now() - timedelta(seconds=1))  # the lease of the dead has run out
        receive_news()
    assert Address.objects.get(value=cast.ROSA_PHONE).opted_out
    assert [Message.objects.filter(kind=kind).count() for kind in ("inbound", "compliance")] == [1, 1]
