"""Whether this installation works, for load balancers and monitors."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from duenotice.web.access import public


@public
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the database answers, else 503. Anyone may ask: it tells nothing about anybody."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "error", "database": "unreachable"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})
