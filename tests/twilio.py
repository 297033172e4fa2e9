"""Twilio for tests: a real HTTP server that takes texts and calls as told, and tells news with real signatures.

`script` says how each request is answered; numbers that begin with +1202555019 have a fate of their own, as the handset's have.
"""

import asyncio
import base64
import contextlib
import hashlib
import hmac
import urllib.request
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any, TypeAlias
from urllib.error import HTTPError
from urllib.parse import urlencode

from aiohttp import web

from tests.carrier import Reply
from tests.threaded import serve, threaded

ACCOUNT, TOKEN = "AC" + "0" * 31 + "1", "a-token-that-nobody-may-see"
SETTINGS: dict[str, object] = {"account_sid": ACCOUNT, "auth_token": TOKEN}
ACCEPT = Reply(status=201)


def refuse(code: int, *, status: int = 400, headers: Mapping[str, str] | None = None) -> Reply:
    """A refusal as Twilio words it."""
    body = {"code": code, "message": f"error {code}", "more_info": f"https://www.twilio.com/docs/errors/{code}", "status": status}
    return Reply(status=status, body=body, headers=dict(headers or {}), taken=False)


THROTTLE = refuse(20429, status=429, headers={"Retry-After": "2"})
# Refused when handed over, and failing later, by receipt.
AT_ONCE = {"+12025550191": 21610, "+12025550190": 21211, "+12025550197": 30034}
LATER = {"+12025550194": 30006, "+12025550196": 30007, "+12025550195": 30005}


def by_number(fields: Mapping[str, str]) -> Reply:
    return refuse(AT_ONCE[fields["To"]]) if fields["To"] in AT_ONCE else ACCEPT


Script: TypeAlias = Callable[[Mapping[str, str]], Reply]


def signed(url: str, fields: Mapping[str, str], *, key: str = TOKEN, shared: bool = False) -> dict[str, str]:
    """The headers of a call of Twilio's, signed with the Auth Token or with a shared key."""
    text = url + "".join(name + value for name, value in sorted(fields.items()))
    digest = hmac.digest(key.encode(), text.encode(), hashlib.sha256 if shared else hashlib.sha1)
    headers = {"X-Twilio-Signature": base64.b64encode(digest).decode()}
    return headers | ({"X-Twilio-Webhooks-Signature-Settings": "key=SK1,algorithm=HMAC_SHA256"} if shared else {})


def call(url: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Post as Twilio does, and read the answer."""
    request = urllib.request.Request(url, urlencode(fields).encode(), dict(headers if headers is not None else signed(url, fields)))
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


@dataclass
class Twilio:
    """`taken` are the texts and calls that it has, in order; `listed`, whether it lists them when asked."""

    script: Script = by_number
    taken: list[dict[str, Any]] = field(default_factory=list)
    asked: int = 0
    listed: bool = True
    url: str = ""

    async def receive(self, request: web.Request) -> web.Response:
        self.asked += 1
        if request.headers.get("Authorization") != f"Basic {base64.b64encode(f'{ACCOUNT}:{TOKEN}'.encode()).decode()}":
            return web.json_response({"code": 20003, "message": "Authenticate", "status": 401}, status=401)
        fields = {name: str(value) for name, value in (await request.post()).items()}
        reply = self.script(fields)
        await asyncio.sleep(reply.delay)
        sid = f"{'SM' if 'Body' in fields else 'CA'}{len(self.taken):032x}"
        if reply.taken:
            self.taken.append({**fields, "sid": sid, "date_created": formatdate(usegmt=True)})
        if reply.then == "hang":
            await asyncio.sleep(3600)
        if reply.then == "drop" and request.transport is not None:
            request.transport.abort()
        return web.json_response(
            ({"sid": sid, "status": "queued"} if reply.taken else {}) | reply.body, status=reply.status, headers=reply.headers
        )

    async def tell(self, request: web.Request) -> web.Response:
        kind = request.match_info["kind"]
        found = [one for one in self.taken if one["To"] == request.query["To"] and ("Body" in one) == (kind == "Messages")]
        rows = [{"sid": one["sid"], "body": one.get("Body"), "date_created": one["date_created"]} for one in found]
        return web.json_response({kind.lower(): rows if self.listed else []})

    def news(self, to: str, status: str, code: int = 0) -> dict[str, str]:
        """The fields of a status callback of the last text to this number."""
        sid = next(one["sid"] for one in reversed(self.taken) if one["To"] == to)
        fields = {"MessageSid": sid, "SmsSid": sid, "MessageStatus": status, "SmsStatus": status, "To": to, "AccountSid": ACCOUNT}
        return fields | ({"ErrorCode": str(code)} if code else {})

    def callback(self, to: str) -> str:
        """Where it tells news of the last text or call to this number."""
        return str(next(one["StatusCallback"] for one in reversed(self.taken) if one["To"] == to))

    def deliver(self) -> None:
        """Tell of every text what becomes of it: it is sent, then delivered; or it fails, by its number."""
        for one in self.taken:
            code = LATER.get(one["To"], 0)
            for status in ("sent", "undelivered" if code else "delivered"):
                assert call(one["StatusCallback"], self.news(one["To"], status, code if status == "undelivered" else 0))[0] == 200

    async def start(self) -> web.AppRunner:
        path = f"/2010-04-01/Accounts/{ACCOUNT}/{{kind}}.json"
        runner, self.url = await serve([web.post(path, self.receive), web.get(path, self.tell)])
        return runner


@contextlib.contextmanager
def running(script: Script = by_number) -> Generator[Twilio]:
    """In a thread of its own, until the block ends."""
    twilio = Twilio(script)
    with threaded(twilio.start):
        yield twilio
