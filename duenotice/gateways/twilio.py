"""Hands texts and calls to Twilio (rules: docs/gateways.md)."""

import base64
from collections.abc import Mapping
from typing import TypeAlias
from urllib.parse import urlencode

from duenotice.gateways.calling import Carrier, Reply
from duenotice.gateways.file_rules import unfit_files_of
from duenotice.gateways.http_answers import read
from duenotice.gateways.protocol import Answer, Finding, Kind, Outbound, Question, Refused, Unknown
from duenotice.gateways.surroundings import Surroundings
from duenotice.gateways.twilio_answers import PAGE, answer, finding
from duenotice.gateways.twilio_settings import TwilioSettings
from duenotice.lib.marking import gettext_noop as _

LONGEST_TEXT = 1600
Fields: TypeAlias = list[tuple[str, str]]
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_TOO_LONG = Refused("too_long", _("The message is longer than 1,600 characters. Shorten it."), Kind.CONTENT)


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
        if refusal := _unfit(message):
            return refusal
        kind, fields = ("Messages", self._text(message)) if message.channel == "text" else ("Calls", self._call(message))
        reply = await self._carrier.call(
            "POST", self._account / f"{kind}.json", headers=self._headers | _FORM, data=urlencode(fields).encode()
        )
        return answer(reply, message) if isinstance(reply, Reply) else reply

    async def ask(self, question: Question) -> Finding:
        kind = "Messages" if question.channel == "text" else "Calls"
        # Not by date: what waits in Twilio's queue has none yet. The newest come first.
        asked = (self._account / f"{kind}.json").with_query({"To": question.to, "PageSize": str(PAGE)})
        reply = await self._carrier.call("GET", asked, headers=self._headers)
        if not isinstance(reply, Reply) or reply.status != 200:
            return Unknown(_("Twilio could not be asked what became of the message."))
        return finding(read(reply.body).get(kind.lower()), question)

    async def close(self) -> None:
        await self._carrier.close()

    def _text(self, message: Outbound) -> Fields:
        sender = ("MessagingServiceSid", self._settings.service) if self._settings.service else ("From", message.sender)
        files = [("MediaUrl", file.url) for file in message.files]
        return [sender, ("To", message.to), ("Body", message.body), ("StatusCallback", self._told(message, "status")), *files]

    def _call(self, message: Outbound) -> Fields:
        return [
            ("From", message.sender),
            ("To", message.to),
            ("Url", self._told(message, "voice")),
            ("StatusCallback", self._told(message, "call-status")),
            ("MachineDetection", "DetectMessageEnd"),
            ("Timeout", "30"),
        ]

    def _told(self, message: Outbound, about: str) -> str:
        """Our own ids stand in the address, which Twilio signs: a call matches its message even where our answer was lost."""
        return f"{self._callbacks}/{about}/{message.id}/{message.attempt}"


def _unfit(message: Outbound) -> Refused | None:
    """Why Twilio would not take it, said before it is asked."""
    too_long = _TOO_LONG if message.channel == "text" and len(message.body) > LONGEST_TEXT else None
    return unfit_files_of("twilio", message) or too_long
