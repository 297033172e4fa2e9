"""What carriers call: verified on the raw bytes, kept, and answered at once."""

import logging
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from duenotice.actions.carrier_news import keep_and_act
from duenotice.callbacks import mail_events
from duenotice.db.named_sql import named_sql
from duenotice.db.prepared import run_prepared
from duenotice.gateways.news import Called, Listener, NotNow
from duenotice.gateways.protocol import BadSettings
from duenotice.gateways.registry import LISTENERS
from duenotice.gateways.surroundings import Surroundings, callbacks_url
from duenotice.messaging.spoken import spoken
from duenotice.senders import credentials
from duenotice.senders.models import Sender

log = logging.getLogger(__name__)
LONGEST = 1024 * 1024
# With the files of an email, as most mail servers take them.
LONGEST_EMAIL = 25 * LONGEST
# About telephone calls, which are answered with words to say.
OF_CALLS = frozenset({"voice", "keys", "call"})


@csrf_exempt
def carrier(
    request: HttpRequest, agency: UUID, sender: UUID, gateway: str, about: str, message: UUID | None = None, attempt: int = 0
) -> HttpResponse:
    """News of a message, or a message that comes in. Whatever fails after it is kept, the worker does again."""
    now = timezone.now()
    set_up = _set_up(agency, sender)
    listener = _listener(sender, gateway, set_up) if gateway == set_up.gateway else None
    called = _called(request, about, message, attempt, now)
    try:
        if called is None or listener is None or not listener.verify(called):
            return HttpResponse("not verified", status=403, content_type="text/plain")
        if about in OF_CALLS:
            called = _with_words(called, agency, sender)
        news = listener.read(called)
    except NotNow as why:
        log.warning("what a carrier tells sender %s has to be told again: %s", sender, why)
        return HttpResponse("tell it again", status=503, content_type="text/plain")
    keep_and_act(agency_id=agency, sender_id=sender, gateway=gateway, news=news, now=now)
    reply = listener.reply(called)
    return HttpResponse(reply.body, content_type=reply.type)


def _with_words(called: Called, agency_id: UUID, sender_id: UUID) -> Called:
    """About a telephone call: what is said on it, and where keys that are pressed are told."""
    sender = Sender.objects.select_related("agency").get(agency_id=agency_id, id=sender_id)
    base = f"{callbacks_url(settings.PUBLIC_URL, agency_id, sender_id)}/{sender.gateway}"
    return replace(called, base=base, spoken=spoken(sender.agency, sender, called.message_id))


class _SetUp(NamedTuple):
    """A sender's gateway, and its settings, sealed."""

    gateway: str
    sealed: bytes


def _set_up(agency_id: UUID, sender_id: UUID) -> _SetUp:
    """Raises Http404. Receipts come in thousands: of the sender's row only this is read."""
    found = run_prepared(named_sql("callbacks", "set_up"), {"agency_id": agency_id, "sender_id": sender_id}).fetchone()
    if found is None:
        raise Http404("no such sender")
    return _SetUp(found[0], bytes(found[1]))


@lru_cache(maxsize=1000)
def _listener(sender_id: UUID, gateway: str, set_up: _SetUp) -> Listener | None:
    """By the settings as they are now. None where they cannot be read: nobody can be verified then."""
    try:
        told = credentials.open(set_up.sealed)
        factory = LISTENERS.get(gateway)
        # It calls nobody, so that it may have any address.
        return factory(told, Surroundings(private_networks=True)) if factory else mail_events.listener(gateway, told, sender_id)
    except (BadSettings, credentials.CannotOpen):
        log.warning("the settings of sender %s cannot be read, so that no call for it can be verified", sender_id)
        return None


def _called(request: HttpRequest, about: str, message: UUID | None, attempt: int, now: datetime) -> Called | None:
    """None for a call that is too long. The address is ours, whatever the Host header says."""
    longest = LONGEST_EMAIL if about == "inbound" else LONGEST
    if request.method != "POST" or int(request.headers.get("Content-Length") or 0) > longest:
        return None
    body = request.read(longest + 1)
    if len(body) > longest:
        return None
    return Called(
        url=f"{settings.PUBLIC_URL}{request.get_full_path()}",
        about=about,
        headers={name.lower(): value for name, value in request.headers.items()},
        body=body,
        now=now,
        message_id=message,
        attempt=attempt,
    )


carrier.access = "public"  # type: ignore[attr-defined]
