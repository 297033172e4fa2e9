"""Receipts: kept as the web program keeps them, and applied as the worker applies them, beside the bare statement."""

import multiprocessing
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connection
from django.test import RequestFactory

from benchmarks.dispatch import messages_due
from benchmarks.ground import sql
from benchmarks.table import Row
from duenotice.gateways.surroundings import callbacks_url
from duenotice.messaging import receipts
from duenotice.senders import credentials
from duenotice.senders.models import Sender
from duenotice.worker.receiving import receive_news
from tests import twilio

COUNT, BATCH = 5_000, 500
KEPT = 2_000


def measure(*, large: bool) -> Iterator[Row]:
    """Verifying and keeping is one call each, in two processes, through all that stands before it; applying is in batches."""
    bare = _bare()
    agency = messages_due(COUNT)
    ids, sender = _sent(agency.id)
    kept = _kept(sender, ids[:KEPT])
    yield Row(
        "receipts verified and kept, one process, beside the bare inserts", kept, _inserted(sender, ids[:KEPT]), "a second", "at least 0.3"
    )
    both = _kept_by_two(sender, ids[KEPT:])
    yield Row("the same, two processes, beside the goal", both, 1500.0, "a second", "at least 1")
    begun = time.perf_counter()
    while receive_news():
        pass
    applied = COUNT / (time.perf_counter() - begun)
    [[delivered]] = sql("SELECT count(*) FROM messaging_message WHERE agency_id = %s AND status = 'delivered'", [agency.id])
    assert delivered == COUNT, f"{COUNT - delivered} receipts were lost"
    yield Row("receipts applied by the worker, beside the bare statement", applied, bare, "a second", "at least 0.5")


def _sent(agency_id: UUID) -> tuple[list[UUID], Sender]:
    sql("UPDATE messaging_message SET status = 'sent', attempts = 1 WHERE agency_id = %s", [agency_id])
    sender = Sender.objects.get(agency_id=agency_id)
    Sender.objects.filter(agency_id=agency_id).update(gateway="twilio", gateway_settings=credentials.seal(twilio.SETTINGS))
    return [row[0] for row in sql("SELECT id FROM messaging_message WHERE agency_id = %s", [agency_id])], sender


def _kept(sender: Sender, ids: Sequence[UUID]) -> float:
    """From the door of the web program on; its connection is held, as its pool holds it."""
    handler = WSGIHandler()
    requests = [WSGIRequest(_call(sender, message_id)) for message_id in ids]
    begun = time.perf_counter()
    statuses = {handler.get_response(request).status_code for request in requests}
    taken = time.perf_counter() - begun
    assert statuses == {200}, statuses
    return len(ids) / taken


def _kept_by_two(sender: Sender, ids: Sequence[UUID]) -> float:
    """As two processes of the web server do at once, each with its connection; the rates are of the same seconds, so that they add up."""
    connection.close()
    with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as processes:
        return sum(processes.map(_kept, [sender, sender], [ids[::2], ids[1::2]]))


def _inserted(sender: Sender, ids: Sequence[UUID]) -> float:
    """The same rows by bare inserts, one commit each, which answer before the disk has them, as good news is."""
    insert = """INSERT INTO actions_news (id, agency_id, sender_id, gateway, key, content, received_at, due_at, tries)
        VALUES (uuidv7(), %s, %s, 'bare', %s, '{}', now(), now() + interval '1 year', 0)"""
    sql("SET synchronous_commit = off")
    begun = time.perf_counter()
    for message_id in ids:
        sql(insert, [sender.agency_id, sender.id, str(message_id)])
    taken = time.perf_counter() - begun
    sql("RESET synchronous_commit")
    return len(ids) / taken


def _call(sender: Sender, message_id: UUID) -> dict[str, Any]:
    path = f"{callbacks_url('', sender.agency_id, sender.id)}/twilio/status/{message_id}/1"
    fields = {"MessageSid": f"SM{message_id.hex}", "MessageStatus": "delivered"}
    body = "&".join(f"{name}={value}" for name, value in fields.items())
    headers = twilio.signed(f"http://localhost:8000{path}", fields)
    request = RequestFactory(SERVER_NAME="localhost").post(path, body, content_type="application/x-www-form-urlencoded", headers=headers)
    return dict(request.environ)


def _bare() -> float:
    """The one statement, in batches, and nothing around it."""
    agency = messages_due(COUNT)
    ids, _sender = _sent(agency.id)
    now = datetime.now(UTC)
    begun = time.perf_counter()
    for first in range(0, COUNT, BATCH):
        news = [receipts.News(one, "delivered", now) for one in ids[first : first + BATCH]]
        receipts.apply(agency_id=agency.id, gateway="bare", news=news, now=now)
    return COUNT / (time.perf_counter() - begun)
