"""Dispatch: everything due through a worker, beside the bare statements; through an HTTP stub; and the worker's memory."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import psutil
from django.db import connection

from benchmarks.ground import MESSAGES, PEOPLE, sql
from benchmarks.table import Row
from duenotice.agencies.models import Agency, Mode
from duenotice.db.named_sql import named_sql
from duenotice.gateways.surroundings import HandOff, Surroundings
from duenotice.lib.identity import uuid7
from duenotice.senders import credentials
from duenotice.senders.models import Registration, Sender
from duenotice.worker.gateways import Gateways
from duenotice.worker.loop import Worker

BATCH = 100
FEW, MANY = 20_000, 200_000
THROUGH_HTTP = 100_000
WAITING = "SELECT count(*) FROM messaging_message WHERE agency_id = %s AND status IN ('scheduled', 'claimed', 'submitting')"
RATE = """
SELECT count(*) / extract(epoch FROM max(status_at) - min(status_at)) FROM messaging_message WHERE agency_id = %s AND status = 'sent'
"""


def measure(*, large: bool) -> Iterator[Row]:
    bare = _bare(messages_due(FEW))
    yield Row("messages through the handset, its book a no-op", _in_process(messages_due(FEW), noop=True), bare, "a second", "at least 0.5")
    yield Row("messages through the handset", _in_process(messages_due(FEW), noop=False), bare, "a second", "at least 0.5")
    for delay in (0.0, 0.05):
        with stub(delay) as url:
            rate = _by_two_workers(messages_due(THROUGH_HTTP if large else FEW, url))
        yield Row(f"messages through an HTTP stub of {delay * 1000:.0f} ms, two workers", rate, 1500.0, "a second", "at least 1")
    before, after = _memory(messages_due(MANY))
    yield Row(f"memory of the worker after {MANY:,} messages, beside after {MANY // 10:,}", after, before, "MB", "about 1")


def messages_due(count: int, url: str = "") -> Agency:
    """An agency of its own with so many messages due, one to each of its clients, and nothing in their way."""
    agency = Agency.objects.create(reference=f"bench-{uuid7()}", name="Bench", mode=Mode.LIVE, quiet_from="00:00", quiet_until="00:00")
    settings = credentials.seal({"url": url, "token": "bench", "connections": 300}) if url else b""
    Sender.objects.create(
        agency=agency,
        kind="phone",
        value="+12025550100",
        channels=["text"],
        primary_channels=["text"],
        gateway="http" if url else "handset",
        gateway_settings=settings,
        registration=Registration.REGISTERED,
        speed=1e6,
        tokens=1e6,
    )
    now = datetime.now(UTC)
    params = {"agency": agency.id, "clients": count, "each": 1, "now": now, "due": now - timedelta(hours=1)}
    sql(PEOPLE, params)
    sql(MESSAGES, params)
    sql("VACUUM ANALYZE")
    return agency


def _bare(agency: Agency) -> float:
    """Claim, submit and outcome, and nothing between them, on one connection."""
    [[sender_id]] = sql("SELECT id FROM senders_sender WHERE agency_id = %s", [agency.id])
    while _bare_batch(agency, sender_id):
        pass
    return float(sql(RATE, [agency.id])[0][0])


def _bare_batch(agency: Agency, sender_id: object) -> int:
    now = datetime.now(UTC)
    same = {"agency_id": agency.id, "sender_id": sender_id, "now": now, "limit": BATCH, "lease": 60, "gateway": "bare", "channels": None}
    claims = sql(named_sql("messaging", "claim"), same)
    count = len(claims)
    ours = {"ids": [row[0] for row in claims], "claims": [row[1] for row in claims], "numbers": [1] * count}
    said = {"subjects": [""] * count, "bodies": ["Your court date is tomorrow."] * count, "hashes": [b"0" * 32] * count}
    sql(named_sql("messaging", "submit"), {**same, **ours, **said, "attempts": [uuid7() for _ in claims], "segments": [1] * count})
    ended = {"statuses": ["sent"] * count, "outcomes": ["accepted"] * count, "codes": [""] * count, "words": [""] * count}
    sql(named_sql("messaging", "outcome"), {**same, **ours, **ended, "references": ["bare"] * count})
    return count


def _waiting(agency: Agency) -> int:
    return int(sql(WAITING, [agency.id])[0][0])


def _in_process(agency: Agency, *, noop: bool) -> float:
    asyncio.run(_run_until_sent(agency, noop))
    return float(sql(RATE, [agency.id])[0][0])


async def _run_until_sent(agency: Agency, noop: bool) -> None:
    worker = Worker()
    if noop:
        worker._gateways = Gateways(worker._database, Surroundings(record=_forget))
    running = asyncio.create_task(worker.run())
    while await asyncio.to_thread(_waiting_elsewhere, agency):
        await asyncio.sleep(0.2)
    worker.stop()
    await running


def _waiting_elsewhere(agency: Agency) -> int:
    try:
        return _waiting(agency)
    finally:
        connection.close()


async def _forget(handed: Sequence[HandOff]) -> None:
    """A book that keeps nothing."""


@contextmanager
def stub(delay: float) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.carrier", "--delay", str(delay)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


def worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "duenotice", "worker"], env=dict(os.environ))


def _by_two_workers(agency: Agency) -> float:
    workers = [worker(), worker()]
    while _waiting(agency):
        time.sleep(0.2)
    for one in workers:
        one.send_signal(signal.SIGTERM)
        one.wait()
    return float(sql(RATE, [agency.id])[0][0])


def _memory(agency: Agency) -> tuple[float, float]:
    """Megabytes of one worker after a tenth of the messages, and after all."""
    running = worker()
    early = 0.0
    while waiting := _waiting(agency):
        if not early and waiting < MANY * 0.9:
            early = megabytes(running)
        time.sleep(0.2)
    late = megabytes(running)
    running.send_signal(signal.SIGTERM)
    running.wait()
    return early, late


def megabytes(worker: subprocess.Popen[bytes]) -> float:
    return float(psutil.Process(worker.pid).memory_info().rss) / 1e6
