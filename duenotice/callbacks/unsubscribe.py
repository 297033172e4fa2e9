"""One-click unsubscribing (O7, RFC 8058): a POST opts the address out, a GET only asks. No cookie, no sign-in, no redirect."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from duenotice.actions.consent import Cause, opt_out
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.contacts.models import Address
from duenotice.messaging.unsubscribe import meant_by


@csrf_exempt
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Mail programs post `List-Unsubscribe=One-Click`, as a form or in parts; so does the button of the page that GET shows."""
    address = _address(token)
    asked = request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click"
    if asked:
        opt_out(agency=address.agency, address_ids=[address.id], cause=Cause("one_click"), actor=Actor("one_click"), now=timezone.now())
    # Without the request: its frame would set cookies.
    page = render_to_string("web/unsubscribe.html", {"agency_name": address.agency.name, "done": asked})
    return HttpResponse(page, status=200 if asked or request.method in ("GET", "HEAD") else 400)


def _address(token: str) -> Address:
    meant = meant_by(token)
    agency = Agency.objects.filter(id=meant[0]).first() if meant else None
    address = Address.objects.filter(agency_id=agency.id, id=meant[1]).first() if agency and meant else None
    if agency is None or address is None:
        raise Http404("no such address")
    address.agency = agency
    return address


unsubscribe.access = "public"  # type: ignore[attr-defined]
