"""Whether this installation works, for load balancers and monitors."""

from dataclasses import asdict

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from duenotice.jobs.health import health as jobs_health
from duenotice.messaging.pulse import health
from duenotice.web.access import public


@public
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the database answers, else 503; `sending` and `jobs` say whether those run. Anyone may ask: it tells about nobody."""
    try:
        found, jobs = health(timezone.now()), jobs_health(timezone.now())
    except DatabaseError:
        return JsonResponse({"status": "error", "database": "unreachable"}, status=503)
    sending = {"status": "ok" if found.well else "late or silent", **asdict(found)}
    background = {"status": "ok" if jobs.well else "silent", **asdict(jobs)}
    return JsonResponse({"status": "ok", "database": "ok", "sending": sending, "jobs": background})
