"""What Twilio tells by itself: what became of messages, and texts that come in."""

from collections.abc import Mapping

from duenotice.gateways import twilio_errors
from duenotice.gateways.news import Called, News, Received, Reply, Told
from duenotice.gateways.surroundings import Surroundings
from duenotice.gateways.twilio_settings import TwilioSettings
from duenotice.gateways.twilio_signature import form, verified

# What is left out says nothing that we do not know: queued, accepted, sending.
STATUSES = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "failed",
    "failed": "failed",
    "canceled": "failed",
}
CALL_STATUSES = {"completed": "delivered", "busy": "failed", "no-answer": "failed", "failed": "failed", "canceled": "failed"}
NOTHING = Reply("<Response/>", "text/xml")


class TwilioListener:
    """Hears one account. `read` takes only what `verify` has passed."""

    def __init__(self, settings: TwilioSettings) -> None:
        self._settings = settings

    @classmethod
    def from_settings(cls, given: Mapping[str, object], surroundings: Surroundings) -> "TwilioListener":
        return cls(TwilioSettings.read(given, private=surroundings.private_networks))

    def verify(self, called: Called) -> bool:
        return verified(called, token=self._settings.token, secret=self._settings.webhook_secret)

    def read(self, called: Called) -> list[News]:
        fields = dict(form(called))
        if called.about == "status":
            return _status(called, fields)
        return _text(fields) if called.about == "inbound" else []

    def reply(self, called: Called) -> Reply:
        return NOTHING


def _status(called: Called, fields: Mapping[str, str]) -> list[News]:
    said, sid = fields.get("MessageStatus") or fields.get("SmsStatus", ""), fields.get("MessageSid") or fields.get("SmsSid", "")
    code = int(error) if (error := fields.get("ErrorCode", "")).isdecimal() else 0
    if said not in STATUSES:
        return []
    status = STATUSES[said]
    return [
        Told(
            key=f"{sid}:{said}:{code}",
            message_id=called.message_id,
            status=status,
            reference=sid,
            attempt=called.attempt,
            refusal=twilio_errors.refused(code) if status == "failed" else None,
        )
    ]


def _text(fields: Mapping[str, str]) -> list[News]:
    """Twilio has answered a keyword itself where it says which (Advanced Opt-Out)."""
    sid, came_from = fields.get("MessageSid") or fields.get("SmsSid", ""), fields.get("From", "")
    if not sid or not came_from:
        return []
    count = fields.get("NumMedia", "0")
    files = [fields.get(f"MediaUrl{number}", "") for number in range(min(int(count) if count.isdecimal() else 0, 10))]
    return [
        Received(
            reference=sid,
            channel="text",
            came_from=came_from,
            body=fields.get("Body", ""),
            answered_by_carrier=bool(fields.get("OptOutType")),
            files=tuple(url for url in files if url),
        )
    ]
