"""Hands the files of a message to the carrier that was told their address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from duenotice.messaging.file_links import linked


@require_safe
@never_cache
def file(request: HttpRequest, token: str) -> HttpResponse:
    """Its content, as the type that it was checked to be. Carriers ask for the head first."""
    found = linked(token)
    if found is None:
        raise Http404("no such file, or no longer")
    answer = HttpResponse(bytes(found.content), content_type=found.type)
    answer["Content-Disposition"] = "attachment"
    answer["X-Robots-Tag"] = "noindex"
    return answer


file.access = "public"  # type: ignore[attr-defined]
