"""Hands the files of a message to the carrier that was told their address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from duenotice.messaging.fax import fax_of
from duenotice.messaging.file_links import linked, linked_fax


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


@require_safe
@never_cache
def fax(request: HttpRequest, token: str) -> HttpResponse:
    """The pages of a message that goes as a fax."""
    found = linked_fax(token)
    if found is None:
        raise Http404("no such fax, or no longer")
    answer = HttpResponse(fax_of(found), content_type="application/pdf")
    answer["X-Robots-Tag"] = "noindex"
    return answer


file.access = fax.access = "public"  # type: ignore[attr-defined]
