"""What Twilio tells by itself: what became of messages and calls, keys that were pressed, texts and calls that come in."""

from collections.abc import Mapping
from dataclasses import replace

from duenotice.gateways import twilio_errors, twilio_voice
from duenotice.gateways.news import Called, News, Received, Reply, Told
from duenotice.gateways.protocol import Kind, Refused
from duenotice.gateways.surroundings import Surroundings
from duenotice.gateways.twilio_settings import TwilioSettings
from duenotice.gateways.twilio_signature import form, verified
from duenotice.lib.marking import gettext_noop as _

# What is left out says nothing that we do not know: queued, accepted, sending; ringing, in-progress.
STATUSES = {"sent": "sent", "delivered": "delivered", "read": "delivered"} | dict.fromkeys(("undelivered", "failed", "canceled"), "failed")
_NOBODY = Refused("no_answer", _("Nobody took the call. It is tried once more by itself."), Kind.RETRY)
_BUSY = Refused("busy", _("The line was busy. It is tried once more by itself."), Kind.RETRY)
_NO_CALL = Refused("call_failed", _("The call did not come about. Check the number, and ask the client for another one."), Kind.CONTENT)
CALLS = {"busy": _BUSY, "no-answer": _NOBODY, "failed": _NO_CALL, "canceled": _NO_CALL}
_MACHINE = _("An answering machine took the call. It was told whom to call back, and nothing else.")
_PRESSED = {"2": "Pressed 2: confirmed.", "9": "STOP"}


class TwilioListener:
    """Hears one account. `read` and `reply` take only what `verify` has passed."""

    def __init__(self, settings: TwilioSettings) -> None:
        self._settings = settings

    @classmethod
    def from_settings(cls, given: Mapping[str, object], surroundings: Surroundings) -> "TwilioListener":
        return cls(TwilioSettings.read(given, private=surroundings.private_networks))

    def verify(self, called: Called) -> bool:
        return verified(called, token=self._settings.token, secret=self._settings.webhook_secret)

    def read(self, called: Called) -> list[News]:
        reader, fields = _READERS.get(called.about), dict(form(called))
        service = self._settings.service
        pooled = bool(service) and fields.get("MessagingServiceSid") == service
        return [replace(one, pooled=pooled) if isinstance(one, Received) else one for one in reader(called, fields)] if reader else []

    def reply(self, called: Called) -> Reply:
        fields, spoken = dict(form(called)), called.spoken
        keys = f"{called.base}/keys/{called.message_id}/{called.attempt}"
        if spoken is None:
            return _twiml("<Response/>")
        if called.about == "voice":
            return _twiml(twilio_voice.message(spoken, keys, fields.get("AnsweredBy", "")))
        if called.about == "keys":
            pressed = {"1": twilio_voice.whole(spoken, keys), "2": twilio_voice.closing(spoken, "confirmed")}
            pressed["9"] = twilio_voice.closing(spoken, "stopped")
            return _twiml(pressed.get(fields.get("Digits", "")) or twilio_voice.closing(spoken, "bye"))
        return _twiml(twilio_voice.answering(spoken, spoken.forward_to))


def _twiml(text: str) -> Reply:
    return Reply(text, "text/xml")


def _status(called: Called, fields: Mapping[str, str]) -> list[News]:
    said, sid = fields.get("MessageStatus") or fields.get("SmsStatus", ""), fields.get("MessageSid") or fields.get("SmsSid", "")
    if said not in STATUSES:
        return []
    code = int(error) if (error := fields.get("ErrorCode", "")).isdecimal() else 0
    refusal = twilio_errors.refused(code) if STATUSES[said] == "failed" else None
    return [Told(f"{sid}:{said}:{code}", called.message_id, STATUSES[said], sid, called.attempt, refusal)]


def _call_status(called: Called, fields: Mapping[str, str]) -> list[News]:
    """A call that somebody, or something, took has delivered what it could."""
    said, sid = fields.get("CallStatus", ""), fields.get("CallSid", "")
    if said not in CALLS and said != "completed":
        return []
    words = _MACHINE if fields.get("AnsweredBy", "").startswith("machine") else ""
    status = "delivered" if said == "completed" else "failed"
    return [Told(f"{sid}:{said}", called.message_id, status, sid, called.attempt, CALLS.get(said), words)]


def _keys(called: Called, fields: Mapping[str, str]) -> list[News]:
    """A key that confirms, or stops (47 CFR 64.1200(a)(10)): the same as an answer in words. The call itself confirms it."""
    digit, sid = fields.get("Digits", ""), fields.get("CallSid", "")
    if digit not in _PRESSED or called.spoken is None:
        return []
    return [Received(f"{sid}:{digit}", "voice", called.spoken.to, _PRESSED[digit], answered_by_carrier=True)]


def _inbound_call(called: Called, fields: Mapping[str, str]) -> list[News]:
    came_from, sid = fields.get("From", ""), fields.get("CallSid", "")
    words = "(Called, and heard the recorded answer.)"
    return [Received(sid, "voice", came_from, words, answered_by_carrier=True, to=_to(fields))] if sid else []


def _text(called: Called, fields: Mapping[str, str]) -> list[News]:
    """Twilio has answered a keyword itself where it says which (Advanced Opt-Out)."""
    sid, came_from = fields.get("MessageSid") or fields.get("SmsSid", ""), fields.get("From", "")
    if not sid or not came_from:
        return []
    count = fields.get("NumMedia", "0")
    files = [fields.get(f"MediaUrl{number}", "") for number in range(min(int(count) if count.isdecimal() else 0, 10))]
    answered, body = bool(fields.get("OptOutType")), fields.get("Body", "")
    media = tuple(url for url in files if url)
    return [Received(sid, "text", came_from, body, answered_by_carrier=answered, files=media, to=_to(fields))]


def _to(fields: Mapping[str, str]) -> tuple[str, ...]:
    return (to,) if (to := fields.get("To", "")) else ()


_READERS = {"status": _status, "call-status": _call_status, "keys": _keys, "call": _inbound_call, "inbound": _text}
