"""Whether this installation works, for load balancers and monitors."""

from dataclasses import asdict

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from duenotice.messaging.pulse import health
from duenotice.web.access import public


@public
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the database answers, else 503; `sending` says whether messages go out. Anyone may ask: it tells nothing about anybody."""
    try:
        found = health(timezone.now())
    except DatabaseError:
        return JsonResponse({"status": "error", "database": "unreachable"}, status=503)
    sending = {"status": "ok" if found.well else "late or silent", **asdict(found)}
    return JsonResponse({"status": "ok", "database": "ok", "sending": sending})
