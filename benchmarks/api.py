"""How many calls of the API a second the web server answers, beside bare Django views under the same server."""

import http.client
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import cycle
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from benchmarks.ground import paired_milliseconds
from benchmarks.pages import serving
from benchmarks.table import Row
from duenotice.agencies.activity import Actor, Look
from duenotice.agencies.models import Agency
from duenotice.api.door import door
from duenotice.cli.demo import seed
from duenotice.contacts.models import Contact
from duenotice.lifecycle.states import LIVE
from duenotice.programs import journal, once, rate, tokens
from duenotice.programs.models import ApiCall
from duenotice.senders import credentials

THREADS, SECONDS = 4, 3.0
# So many calls are timed at once.
TOGETHER = 20
JSON = "application/json"


def measure(*, large: bool) -> Iterator[Row]:
    demo = seed(timezone.now())
    agency = Agency.objects.get(reference=demo.agency)
    wanted = {"channel": "text", "client__archived_at": None, "address__consent": "unset", "address__invalid_for": []}
    contacts = list(Contact.objects.filter(LIVE, agency=agency, **wanted).order_by("id")[:100])
    contact = contacts[0]
    with serving() as port:
        _rate(port, "GET", f"/bare/{contact.id}")  # while the server loads
        read, inserted = _rate(port, "GET", f"/bare/{contact.id}"), _rate(port, "POST", "/bare")
        token = {"Authorization": f"Bearer {_token(port, demo.api_client_id, demo.api_client_secret)}", "Content-Type": JSON}
        one = _rate(port, "GET", f"/v1/contacts/{contact.id}", token)
        yield Row("GET one contact, beside a bare view of one row", one, read, "a second", "at least 0.4")
        yield Row("GET 50 contacts, beside the same", _rate(port, "GET", "/v1/contacts", token), read, "a second", "at least 0.25")
        # To many contacts: messages to one wait for each other.
        usual = {"content": "Please call the clerk.", "skip_duplicate": True}
        bodies = [json.dumps({"to": str(one.id), **usual}) for one in contacts]
        sent = _rate(port, "POST", "/v1/messages/oneoffs", token, bodies)
        yield Row("POST a one-off, beside a bare view that inserts one row", sent, inserted, "a second", "at least 0.25")
    for keyed, what in ((True, "token, limit, idempotency, log: share of a GET"), (False, "the same without idempotency, as every GET is")):
        around, whole = _around_a_call(agency, demo.api_client_id, token["Authorization"], f"/v1/contacts/{contact.id}", keyed=keyed)
        yield Row(what, around, whole, "ms", "at most 0.3")


def _around_a_call(agency: Agency, api_client_id: str, authorization: str, path: str, *, keyed: bool) -> tuple[float, float]:
    """Milliseconds that these four take for TOGETHER calls, with a key where `keyed`, as only POSTs have, and TOGETHER GETs with the log's
    flush: in this process, in turn, without the network. The log's rows are written together, as the thread that flushes them does.
    """
    asked, body, caller = RequestFactory(headers={"Authorization": authorization}), b"{}", UUID(api_client_id)

    def four(turn: int) -> None:
        for number in range(TOGETHER):
            now = timezone.now()
            assert tokens.caller(authorization.removeprefix("Bearer "), now)
            rate.count_call(caller, now)
            if keyed:
                _keep(agency, caller, f"{turn}-{number}", once.fingerprint(path.encode(), agency.id.bytes, body), now)
            _note(agency, caller, now)
        journal.flush()

    def gets(_turn: int) -> None:
        for _number in range(TOGETHER):
            assert door(_unreached)(asked.get(path)).status_code == 200
        journal.flush()

    return paired_milliseconds(four, gets, 30)


def _keep(agency: Agency, caller: UUID, key: str, asked: bytes, now: datetime) -> None:
    with transaction.atomic():
        assert once.before(caller, key, asked, now) is None
        once.keep(caller, agency.id, key, asked, once.Kept(200, credentials.seal({"body": "{}" * 200})), now)


def _note(agency: Agency, caller: UUID, now: datetime) -> None:
    seen = Look(agency.id, Actor("api", caller, "127.0.0.1"), "viewed", None, "api", now)
    call = {"agency_id": agency.id, "at": now, "method": "GET", "path": "/v1/contacts/{contact}", "status": 200, "milliseconds": 1}
    journal.note(ApiCall(api_client_id=caller, from_ip="127.0.0.1", request_id="0123456789", **call), seen)


def _unreached(_request: HttpRequest) -> HttpResponse:
    raise AssertionError("this is no call of the API")


def _token(port: int, client_id: str, secret: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("POST", "/oauth/token", json.dumps({"client_id": client_id, "client_secret": secret}), {"Content-Type": JSON})
    return str(json.loads(connection.getresponse().read())["access_token"])


def _rate(port: int, method: str, path: str, headers: Mapping[str, str] = {}, bodies: Sequence[str] = ("",)) -> float:
    """Answers per second over SECONDS with THREADS connections that stay open, after half a second that is not counted."""
    with ThreadPoolExecutor(THREADS) as pool:
        counts = list(pool.map(lambda number: _calls(port, method, path, headers, bodies[number::THREADS] or bodies), range(THREADS)))
    return sum(counts) / SECONDS


def _calls(port: int, method: str, path: str, headers: Mapping[str, str], bodies: Sequence[str]) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    counted, begun, turns = 0, time.monotonic(), cycle(bodies)
    while (passed := time.monotonic() - begun) < SECONDS + 0.5:
        connection.request(method, path, next(turns), dict(headers))
        answer = connection.getresponse()
        told = answer.read()
        if answer.status not in (200, 201):
            raise RuntimeError(f"{path} answered {answer.status}: {told[:300]!r}")
        counted += passed >= 0.5
    connection.close()
    return counted
