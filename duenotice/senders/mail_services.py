"""Mail services with an API of their own, through django-anymail: which there are, what each is told, and sending by one."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from typing import Any

from anymail.backends import brevo, mailgun, postmark, resend
from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext_noop as _
from requests import RequestException
from urllib3.exceptions import NewConnectionError

from duenotice.gateways import settings
from duenotice.gateways.calling import seconds
from duenotice.gateways.email_html import as_html
from duenotice.gateways.http_settings import read_url
from duenotice.gateways.protocol import Accepted, Answer, Kind, Outbound, Refused, Unknown
from duenotice.gateways.surroundings import Deliver
from duenotice.senders.public_http import only_public

TIMEOUT = 30.0

_NO_CONNECTION = Refused("no_connection", _("The mail service could not be reached. The message is tried again by itself."), Kind.RETRY)
_NO_ANSWER = Unknown(_("The mail service broke off before it answered, so it may or may not have the message."))
_SUPPRESSED = Refused(
    "hard_bounce",
    _("The mail service does not write to this address: it bounced before. Ask the client for another one."),
    Kind.ADDRESS,
)
_SIGN_IN = Refused("sign_in", _("The mail service refused the key of this sender. Ask your administrator."), Kind.CONFIGURATION)
_CONTENT = _("The mail service did not take the message. Write it in another way, with fewer or smaller files.")
_ERROR = _("The mail service answered with an error, so it may or may not have the message.")
_BUSY = _("The mail service is busy. The message is tried again by itself.")


@dataclass(frozen=True)
class Service:
    """`backend` is anymail's; `told` are the settings that it takes, by our own names; `usual` is where its API is."""

    backend: type[Any]
    told: Mapping[str, str]
    usual: str


SERVICES = {
    "mailgun": Service(mailgun.EmailBackend, {"api_key": "api_key", "domain": "sender_domain"}, "https://api.mailgun.net/v3"),
    "postmark": Service(postmark.EmailBackend, {"api_key": "server_token"}, "https://api.postmarkapp.com"),
    "brevo": Service(brevo.EmailBackend, {"api_key": "api_key"}, "https://api.brevo.com/v3"),
    "resend": Service(resend.EmailBackend, {"api_key": "api_key"}, "https://api.resend.com"),
}

# Those that post emails which come in to an address of their own.
TAKE_ANSWERS = frozenset({"brevo", "mailgun", "postmark", "ses"})
# Those that tell of them among the events, by the event's name; the words are fetched.
TELL_OF_ANSWERS = {"resend": "email.received"}


def check(key: str, given: Mapping[str, object], *, private: bool) -> dict[str, Any]:
    """The arguments of the service's backend. Raises BadSettings."""
    service = SERVICES[key]
    told: dict[str, Any] = {theirs: settings.text(given, ours) for ours, theirs in service.told.items()}
    return told | {"api_url": str(read_url(settings.text(given, "url", service.usual), private=private)), "timeout": TIMEOUT}


def deliverer(key: str, given: Mapping[str, object], *, private: bool) -> Deliver:
    """Sends by this service; each thread keeps a session of its own. Raises BadSettings."""
    told = check(key, given, private=private)
    mine = threading.local()

    def deliver(message: Outbound) -> Answer:
        if not hasattr(mine, "backend"):
            mine.backend = SERVICES[key].backend(fail_silently=False, **told)
            mine.backend.open()
            if not private:
                only_public(mine.backend.session)
        return _sent(mine.backend, message)

    return deliver


def _sent(backend: Any, message: Outbound) -> Answer:
    email = _email(message)
    try:
        backend.send_messages([email])
    except AnymailRecipientsRefused:
        return _SUPPRESSED
    except AnymailAPIError as error:
        return _no_success(error)
    except (AnymailError, ValueError):  # something in it that the service has no place for
        return Refused("not_supported", _CONTENT, Kind.CONTENT)
    except RequestException as error:
        return _no_reply(error)
    status = email.anymail_status.recipients.get(message.to)  # type: ignore[attr-defined]
    if status is not None and status.status in ("rejected", "invalid"):
        return _SUPPRESSED
    return Accepted(str(status.message_id)) if status is not None and status.message_id else _NO_ANSWER


def _email(message: Outbound) -> EmailMultiAlternatives:
    """With our id where the service tells it again with all news of the email."""
    sender = Address(message.sender_name, addr_spec=message.sender)
    email = EmailMultiAlternatives(message.subject, message.body, str(sender), [message.to], headers=dict(message.headers))
    email.attach_alternative(as_html(message.body, title=message.subject, language=message.language), "text/html")
    for file in message.files:
        email.attach(file.name, file.content, file.type)
    email.metadata = {"message": str(message.id), "attempt": str(message.attempt)}  # type: ignore[attr-defined]
    return email


def _no_success(error: AnymailAPIError) -> Answer:
    status = error.status_code
    if status is None:
        return _no_reply(error.__cause__)
    if status >= 500 or status in (408, 409) or status < 400:
        return Unknown(f"{_ERROR} ({status})")
    if status == 429:
        return Refused("busy", _BUSY, Kind.RETRY, seconds(error.response.headers.get("Retry-After")))
    return _SIGN_IN if status in (401, 403) else Refused(f"http_{status}", _CONTENT, Kind.CONTENT)


def _no_reply(error: BaseException | None) -> Answer:
    """Certainly not taken only where no connection came about."""
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        if isinstance(error, NewConnectionError):
            return _NO_CONNECTION
        seen.append(error)
        inner = error.args[0] if error.args and isinstance(error.args[0], BaseException) else None
        error = inner or getattr(error, "reason", None) or error.__cause__
        error = error if isinstance(error, BaseException) else None
    return _NO_ANSWER
