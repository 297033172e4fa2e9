"""Hands texts and faxes to Telnyx (docs/gateways.md)."""

import base64
import json
from collections.abc import Mapping
from datetime import timedelta

from duenotice.gateways import telnyx_errors
from duenotice.gateways.calling import Carrier, Reply, seconds
from duenotice.gateways.fax_pages import unfit
from duenotice.gateways.file_rules import unfit_files_of
from duenotice.gateways.http_answers import plain, read
from duenotice.gateways.protocol import Accepted, Answer, Finding, Kind, Outbound, Question, Refused, Unknown
from duenotice.gateways.surroundings import Surroundings
from duenotice.gateways.telnyx_settings import TelnyxSettings
from duenotice.lib.marking import gettext_noop as _

_NO_APPLICATION = Refused(
    "no_fax_application", _("This sender has no Fax Application at Telnyx. Ask your administrator to fill it in."), Kind.CONFIGURATION
)
_ERROR = _("Telnyx answered with an error, so it may or may not have the message.")


class Telnyx:
    """One account, and one phone of the agency in it."""

    key = "telnyx"
    channels = frozenset({"text", "fax"})

    def __init__(self, settings: TelnyxSettings, callbacks: str) -> None:
        self.slots = settings.connections
        self._settings, self._news = settings, f"{callbacks}/telnyx/status"
        self._headers = {"Authorization": f"Bearer {settings.api_key}", "Content-Type": "application/json", "User-Agent": "DueNotice"}
        self._carrier = Carrier(slots=settings.connections, timeout=settings.timeout, private=settings.private, longest=1024 * 1024)

    @classmethod
    def from_settings(cls, given: Mapping[str, object], surroundings: Surroundings) -> "Telnyx":
        return cls(TelnyxSettings.read(given, private=surroundings.private_networks), surroundings.callbacks)

    async def send(self, message: Outbound) -> Answer:
        if refusal := self._refusal(message):
            return refusal
        path, body = ("messages", self._text(message)) if message.channel == "text" else ("faxes", self._fax(message))
        reply = await self._carrier.call("POST", self._settings.url / "v2" / path, headers=self._headers, data=json.dumps(body).encode())
        return _answer(reply, message) if isinstance(reply, Reply) else reply

    async def ask(self, question: Question) -> Finding:
        """Its records carry our id as a tag. They come late, so that what is not there yet may still have been taken."""
        if question.channel != "text":
            return Unknown(_("Telnyx cannot be asked what became of a fax. A receipt may still tell."))
        asked = {
            "filter[record_type]": "messaging",
            "filter[cld][contains]": question.to.lstrip("+"),
            "filter[created_at][gte]": f"{question.since - timedelta(days=1):%Y-%m-%d}",
            "page[size]": "50",
            "sort": "-created_at",
        }
        reply = await self._carrier.call("GET", (self._settings.url / "v2" / "detail_records").with_query(asked), headers=self._headers)
        rows = read(reply.body).get("data") if isinstance(reply, Reply) and reply.status == 200 else None
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict) and str(question.message_id) in str(row.get("tags", "")):
                return Accepted(plain(row.get("uuid"), 40), delivered=row.get("status") == "delivered")
        return Unknown(_("Telnyx does not list the message, or not yet."))

    async def close(self) -> None:
        await self._carrier.close()

    def _refusal(self, message: Outbound) -> Refused | None:
        if message.channel == "fax" and not self._settings.fax_application:
            return _NO_APPLICATION
        return unfit_files_of("telnyx", message) or (unfit(message) if message.channel == "fax" else None)

    def _text(self, message: Outbound) -> dict[str, object]:
        profile = {"messaging_profile_id": self._settings.profile} if self._settings.profile else {}
        files = {"media_urls": [file.url for file in message.files]} if message.files else {}
        ours = {"webhook_url": self._news, "tags": [our_id(message)]}
        return {"from": message.sender, "to": message.to, "text": message.body, **profile, **files, **ours}

    def _fax(self, message: Outbound) -> dict[str, object]:
        return {
            "connection_id": self._settings.fax_application,
            "from": message.sender,
            "to": message.to,
            "media_url": message.pages_url,
            "webhook_url": self._news,
            "client_state": base64.b64encode(our_id(message).encode()).decode(),
        }


def our_id(message: Outbound) -> str:
    """What comes back with every event, inside what is signed: the address of a webhook is not."""
    return f"{message.id}/{message.attempt}"


def _answer(reply: Reply, message: Outbound) -> Answer:
    said = read(reply.body)
    if 200 <= reply.status < 300:
        data = said.get("data")
        return Accepted(plain(data.get("id"), 40) if isinstance(data, dict) else str(message.id))
    errors = said.get("errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    code = int(told) if (told := str(first.get("code", ""))).isdecimal() else 0
    if reply.status >= 500 or reply.status in (408, 409) or reply.status < 400:
        return Unknown(f"{_ERROR} ({reply.status})")
    return telnyx_errors.refused(code, status=reply.status, retry_after=seconds(reply.retry_after))
