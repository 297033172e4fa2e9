"""What mail services tell by themselves, read by django-anymail; with the checks of who calls that it leaves out."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from anymail.webhooks.resend import ResendTrackingWebhookView
from django.utils.translation import gettext_noop as _

from duenotice.callbacks import amazon, resend
from duenotice.callbacks.mail_inbound import NOT_READABLE, VERIFIED_BEFORE, read_inbound, request_of, signature_of
from duenotice.gateways import smtp_replies
from duenotice.gateways.email_reports import COMPLAINT
from duenotice.gateways.news import Called, News, Reply, Told
from duenotice.gateways.protocol import Kind, Refused
from duenotice.senders.mail_services import TAKE_ANSWERS
from duenotice.senders.webhook_password import USER, password

# Seconds that a signed call may be old, or ahead.
TOLERANCE = 300
INBOUND = "inbound"
_HARD = Refused("hard_bounce", _("The mail server says that this address does not exist. Ask the client for another one."), Kind.ADDRESS)
_SOFT = Refused("soft_bounce", _("The mailbox did not take the message just now. It is tried once more by itself."), Kind.RETRY)
_POLICY = Refused("policy_bounce", _("The recipient's mail service refused the message. Write it in another way."), Kind.CONTENT)
_STATUSES = {EventType.SENT: "sent", EventType.DELIVERED: "delivered"}
_FAILED = (EventType.BOUNCED, EventType.REJECTED, EventType.FAILED)
_NO_MAILBOX = ("General", "NoEmail", "Suppressed", "OnAccountSuppressionList")
# What SES calls transient, and what will be refused in the same way next time.
_AS_IT_IS = ("MessageTooLarge", "ContentRejected", "AttachmentRejected")
_COMPLAINED = (EventType.COMPLAINED, EventType.UNSUBSCRIBED)


@dataclass(frozen=True)
class MailListener:
    """One service, with one sender's settings."""

    gateway: str
    view: Any
    genuine: Callable[[Called, Mapping[str, object], UUID], bool]
    settings: Mapping[str, object]
    sender_id: UUID

    def verify(self, called: Called) -> bool:
        return self.genuine(called, self.settings, self.sender_id)

    def read(self, called: Called) -> list[News]:
        if self.gateway == "resend" and resend.came_in(called):
            return resend.read_received(called, self.settings)
        if called.about == INBOUND:
            return read_inbound(self.gateway, called, self.settings) if self.gateway in TAKE_ANSWERS else []
        try:
            events = self.view.parse_events(request_of(called))
        except NOT_READABLE:  # not what the service documents: nothing that we know how to read
            return []
        return [told for event in events if (told := _told(event, called)) is not None]

    def reply(self, called: Called) -> Reply:
        return Reply()


def _told(event: AnymailTrackingEvent, called: Called) -> Told | None:
    """`complained` is no status of a message: it is kept, moves nothing, and opts the address out."""
    refusal = _refusal(event)
    status = _STATUSES.get(event.event_type) or ("complained" if event.event_type in _COMPLAINED else "failed" if refusal else "")
    if not status:
        return None
    ours = event.metadata or {}
    try:
        message_id, attempt = UUID(str(ours.get("message"))), int(ours.get("attempt", 0))
    except ValueError:
        message_id, attempt = None, 0
    key = event.event_id or hashlib.sha256(called.body).hexdigest()
    return Told(f"{key}:{status}", message_id, status, str(event.message_id or ""), attempt, refusal, at=event.timestamp)


def _refusal(event: AnymailTrackingEvent) -> Refused | None:
    if event.event_type in _COMPLAINED:
        return COMPLAINT
    if event.event_type not in _FAILED:
        return None
    if event.reject_reason in (RejectReason.SPAM, RejectReason.UNSUBSCRIBED):
        return COMPLAINT
    said = event.esp_event
    if (delivery := _at(said, "event-data", "delivery-status")) and str(delivery.get("code", "")).isdecimal():  # Mailgun has the reply
        return smtp_replies.refused("recipient", int(delivery["code"]), str(delivery.get("message") or "").encode())
    if _soft(said):
        return _SOFT
    if bounce := _at(said, "bounce"):  # SES has it so; Resend, which stands on SES, elsewhere
        return _HARD if bounce.get("bounceSubType") in _NO_MAILBOX else _POLICY
    if bounce := _at(said, "data", "bounce"):
        return _HARD if bounce.get("subType") in _NO_MAILBOX else _POLICY
    if event.reject_reason == RejectReason.BLOCKED:
        return _POLICY
    return _HARD if event.reject_reason in (RejectReason.BOUNCED, RejectReason.INVALID) else _POLICY


def _soft(said: Mapping[str, Any]) -> bool:
    """A bounce that may pass, which anymail calls the same as one that does not: each service says so in its own words."""
    amazons = _at(said, "bounce")
    return (
        (amazons.get("bounceType") in ("Transient", "Undetermined") and amazons.get("bounceSubType") not in _AS_IT_IS)
        or said.get("Type") in ("SoftBounce", "Transient", "DnsError")
        or said.get("event") == "soft_bounce"
        or _at(said, "data", "bounce").get("type") in ("Transient", "Undetermined")
    )


def _at(said: Any, *path: str) -> dict[str, Any]:
    for name in path:
        said = said.get(name) if isinstance(said, Mapping) else None
    return dict(said) if isinstance(said, Mapping) else {}


def _by_password(called: Called, settings: Mapping[str, object], sender_id: UUID) -> bool:
    """Postmark and Brevo sign nothing: they call with the name and password in the address that they were told."""
    wanted = base64.b64encode(f"{USER}:{password(sender_id)}".encode()).decode()
    return hmac.compare_digest(called.headers.get("authorization", "").encode(), f"Basic {wanted}".encode())


def _by_mailgun(called: Called, settings: Mapping[str, object], sender_id: UUID) -> bool:
    """By HMAC, and not old. A call that is played again is kept once, by its event's id."""
    try:
        signed = signature_of(called) if called.about == INBOUND else json.loads(called.body)["signature"]
        stamp, token, signature = str(signed["timestamp"]), str(signed["token"]), str(signed["signature"])
        late = abs(called.now.timestamp() - int(stamp)) > TOLERANCE
    except (ValueError, KeyError, TypeError):
        return False
    wanted = hmac.digest(str(settings.get("signing_key", "")).encode(), f"{stamp}{token}".encode(), "sha256").hex()
    return bool(settings.get("signing_key")) and not late and hmac.compare_digest(wanted.encode(), signature.encode())


def _by_resend(called: Called, settings: Mapping[str, object], sender_id: UUID) -> bool:
    """By Standard Webhooks, under Svix's names of the headers."""
    stamp, id = called.headers.get("svix-timestamp", ""), called.headers.get("svix-id", "")
    if not stamp.isdecimal() or len(stamp) > 12 or abs(called.now.timestamp() - int(stamp)) > TOLERANCE:
        return False
    try:
        key = base64.b64decode(str(settings.get("signing_key", "")).removeprefix("whsec_"), validate=True)
    except ValueError:
        return False
    wanted = base64.b64encode(hmac.digest(key, f"{id}.{stamp}.".encode() + called.body, "sha256"))
    given = [one.partition(",")[2] for one in called.headers.get("svix-signature", "").split() if one.startswith("v1,")]
    return bool(key) and any(hmac.compare_digest(wanted, one.encode()) for one in given)


_VIEWS: dict[str, tuple[Callable[[], Any], Callable[[Called, Mapping[str, object], UUID], bool]]] = {
    "postmark": (lambda: PostmarkTrackingWebhookView(**VERIFIED_BEFORE), _by_password),
    "brevo": (lambda: BrevoTrackingWebhookView(**VERIFIED_BEFORE), _by_password),
    "mailgun": (lambda: MailgunTrackingWebhookView(webhook_signing_key="verified before"), _by_mailgun),
    "resend": (lambda: ResendTrackingWebhookView(**VERIFIED_BEFORE), _by_resend),
    "ses": (amazon.tracking, amazon.by_sns),
}


def listener(gateway: str, settings: Mapping[str, object], sender_id: UUID) -> MailListener | None:
    """None for what is no mail service."""
    found = _VIEWS.get(gateway)
    return MailListener(gateway, found[0](), found[1], settings, sender_id) if found else None
