"""Hands texts and calls to Twilio (rules: docs/gateways.md)."""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from duenotice.gateways import twilio_errors
from duenotice.gateways.calling import Carrier, Reply, seconds
from duenotice.gateways.http_answers import plain, read
from duenotice.gateways.protocol import Absent, Accepted, Answer, Finding, Kind, Outbound, Question, Refused, Unknown
from duenotice.gateways.surroundings import Surroundings
from duenotice.gateways.twilio_settings import TwilioSettings

LONGEST_TEXT, MOST_FILES = 1600, 10
# Twilio lists a message a little after it took it: sooner than this, one that is not listed may still have been taken.
LISTED_AFTER = timedelta(minutes=2)
_PAGE = 200
_TOO_LONG = Refused("too_long", "The message is longer than 1,600 characters. Shorten it.", Kind.CONTENT)


class Twilio:
    """One account, and one phone of the agency in it."""

    key = "twilio"
    channels = frozenset({"text", "voice"})

    def __init__(self, settings: TwilioSettings, callbacks: str) -> None:
        self.slots = settings.connections
        self._settings, self._callbacks = settings, f"{callbacks}/twilio"
        self._account = settings.url / "2010-04-01" / "Accounts" / settings.account
        sign_in = base64.b64encode(f"{settings.account}:{settings.token}".encode()).decode()
        self._headers = {"Authorization": f"Basic {sign_in}", "Accept": "application/json", "User-Agent": "DueNotice"}
        self._carrier = Carrier(slots=settings.connections, timeout=settings.timeout, private=settings.private, longest=1024 * 1024)

    @classmethod
    def from_settings(cls, given: Mapping[str, object], surroundings: Surroundings) -> "Twilio":
        return cls(TwilioSettings.read(given, private=surroundings.private_networks), surroundings.callbacks)

    async def send(self, message: Outbound) -> Answer:
        if message.channel == "text" and len(message.body) > LONGEST_TEXT:
            return _TOO_LONG
        kind, fields = ("Messages", self._text(message)) if message.channel == "text" else ("Calls", self._call(message))
        reply = await self._carrier.call("POST", self._account / f"{kind}.json", headers=self._headers, data=fields)
        return _answer(reply, message) if isinstance(reply, Reply) else reply

    async def ask(self, question: Question) -> Finding:
        kind = "Messages" if question.channel == "text" else "Calls"
        # Not by date: what waits in Twilio's queue has none yet. The newest come first.
        asked = (self._account / f"{kind}.json").with_query({"To": question.to, "PageSize": str(_PAGE)})
        reply = await self._carrier.call("GET", asked, headers=self._headers)
        if not isinstance(reply, Reply) or reply.status != 200:
            return Unknown("Twilio could not be asked what became of the message.")
        return _finding(read(reply.body).get(kind.lower()), question)

    async def close(self) -> None:
        await self._carrier.close()

    def _text(self, message: Outbound) -> dict[str, str]:
        sender = {"MessagingServiceSid": self._settings.service} if self._settings.service else {"From": message.sender}
        return {**sender, "To": message.to, "Body": message.body, "StatusCallback": self._told(message, "status")}

    def _call(self, message: Outbound) -> dict[str, str]:
        return {
            "From": message.sender,
            "To": message.to,
            "Url": self._told(message, "voice"),
            "StatusCallback": self._told(message, "call-status"),
            "MachineDetection": "DetectMessageEnd",
            "Timeout": "30",
        }

    def _told(self, message: Outbound, about: str) -> str:
        """Our own ids stand in the address, which Twilio signs: a call matches its message even where our answer was lost."""
        return f"{self._callbacks}/{about}/{message.id}/{message.attempt}"


def _answer(reply: Reply, message: Outbound) -> Answer:
    said = read(reply.body)
    if 200 <= reply.status < 300:
        return Accepted(plain(said.get("sid"), 40) or str(message.id))
    code = said.get("code")
    known = code if isinstance(code, int) else 0
    if (reply.status >= 500 and known not in twilio_errors.MEANINGS) or reply.status in (408, 409) or reply.status < 400:
        return Unknown(f"Twilio answered with an error ({reply.status}), so it may or may not have the message.")
    return twilio_errors.refused(known, status=reply.status, retry_after=seconds(reply.retry_after))


def _finding(listed: object, question: Question) -> Finding:
    """The one that was made after we asked for it, with these words. Calls have none, so that one made in that time is it."""
    if not isinstance(listed, list) or len(listed) >= _PAGE:
        return Unknown("Twilio has too many messages to this number to find this one among them.")
    since = question.since - timedelta(minutes=5)
    found = [one for one in listed if isinstance(one, dict) and _is_it(one, question, since)]
    if len(found) == 1:
        return Accepted(plain(found[0].get("sid"), 40))
    if found:
        return Unknown("Twilio has several messages that may be this one.")
    settled = datetime.now(UTC) - question.since > LISTED_AFTER
    return Absent() if settled else Unknown("Twilio does not list the message yet.")


def _is_it(one: dict[str, object], question: Question, since: datetime) -> bool:
    made = _moment(one.get("date_created"))
    return (question.channel != "text" or one.get("body") == question.body) and made is not None and made >= since


def _moment(said: object) -> datetime | None:
    """A date as Twilio writes it (RFC 2822)."""
    try:
        return parsedate_to_datetime(str(said))
    except ValueError:
        return None
