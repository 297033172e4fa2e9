"""What carriers call: verified on the raw bytes, kept, and answered at once."""

import logging
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from duenotice.actions.carrier_news import apply_received, keep
from duenotice.agencies.models import Agency
from duenotice.callbacks import mail_events
from duenotice.gateways.news import Called, Listener
from duenotice.gateways.protocol import BadSettings
from duenotice.gateways.registry import LISTENERS
from duenotice.gateways.surroundings import Surroundings, callbacks_url
from duenotice.messaging.spoken import spoken
from duenotice.senders import credentials
from duenotice.senders.models import Sender

log = logging.getLogger(__name__)
LONGEST = 1024 * 1024
# About telephone calls, which are answered with words to say.
OF_CALLS = frozenset({"voice", "keys", "call"})


@csrf_exempt
def carrier(
    request: HttpRequest, agency: UUID, sender: UUID, gateway: str, about: str, message: UUID | None = None, attempt: int = 0
) -> HttpResponse:
    """News of a message, or a message that comes in. Whatever fails after it is kept, the worker does again."""
    now = timezone.now()
    told_to = _sender(agency, sender)
    listener = _listener(told_to, gateway)
    called = _called(request, about, message, attempt, now)
    if called is None or listener is None or not listener.verify(called):
        return HttpResponse("not verified", status=403, content_type="text/plain")
    if about in OF_CALLS:
        called = replace(called, base=_base(told_to), spoken=spoken(told_to.agency, told_to, message))
    received = keep(agency=told_to.agency, sender=told_to, gateway=gateway, news=listener.read(called), now=now)
    for one in received:
        try:
            apply_received(one, now=now)
        except Exception:
            log.exception("cannot apply a message that came in; the worker tries again: %s", one.id)
    reply = listener.reply(called)
    return HttpResponse(reply.body, content_type=reply.type)


def _base(sender: Sender) -> str:
    return f"{callbacks_url(settings.PUBLIC_URL, sender.agency_id, sender.id)}/{sender.gateway}"


def _sender(agency_id: UUID, sender_id: UUID) -> Sender:
    """Raises Http404."""
    agency = Agency.objects.filter(id=agency_id).first()
    found = Sender.objects.filter(agency_id=agency_id, id=sender_id).first() if agency else None
    if agency is None or found is None:
        raise Http404("no such sender")
    found.agency = agency
    return found


def _listener(sender: Sender, gateway: str) -> Listener | None:
    """None where this sender's gateway is another one, or its settings cannot be read: nobody can be verified then."""
    if gateway != sender.gateway:
        return None
    try:
        told = credentials.open(sender.gateway_settings)
        factory = LISTENERS.get(gateway)
        # It calls nobody, so that it may have any address.
        return factory(told, Surroundings(private_networks=True)) if factory else mail_events.listener(gateway, told, sender.id)
    except (BadSettings, credentials.CannotOpen):
        log.warning("the settings of sender %s cannot be read, so that no call for it can be verified", sender.id)
        return None


def _called(request: HttpRequest, about: str, message: UUID | None, attempt: int, now: datetime) -> Called | None:
    """None for a call that is too long. The address is ours, whatever the Host header says."""
    if request.method != "POST" or int(request.headers.get("Content-Length") or 0) > LONGEST:
        return None
    return Called(
        url=f"{settings.PUBLIC_URL}{request.get_full_path()}",
        about=about,
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.body,
        now=now,
        message_id=message,
        attempt=attempt,
    )


carrier.access = "public"  # type: ignore[attr-defined]
