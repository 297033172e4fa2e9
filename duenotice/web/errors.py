"""Pages for what went wrong: plain words, what to do, and the number that finds it in the log."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duenotice.web.access import public

# status: what happened, what to do.
WORDS: dict[int, tuple[Promise, Promise]] = {
    400: (_("We could not read that request"), _("Go back, check what you entered, and try again.")),
    403: (_("Your role does not allow this"), _("Ask an administrator of your agency for the permission, under Admin, Roles.")),
    404: (_("Page not found"), _("Check the address. The record may have been removed, or it may belong to another agency.")),
    500: (_("Something went wrong on our side"), _("Try again in a minute. If it happens again, tell whoever runs this installation.")),
}
CSRF = (
    _("This page was open too long"),
    _("Go back, load the page again, and repeat what you did. Cookies must be allowed for this site."),
)


@public
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400, *WORDS[400])


@public
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, *WORDS[403])


@public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404, *WORDS[404])


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django calls it when the hidden token of a form is missing or old."""
    return _page(request, 403, *CSRF)


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without the frame: whatever failed, the database say, must not fail again here."""
    heading, advice = WORDS[500]
    words = {"heading": heading, "advice": advice, "request_id": getattr(request, "request_id", "")}
    return HttpResponse(render_to_string("web/error.html", words), status=500)


def _page(request: HttpRequest, status: int, heading: Promise, advice: Promise) -> HttpResponse:
    """In the language of whoever is signed in: what went wrong may have done so before any page could see to that."""
    if user := getattr(request, "user", None):
        translation.activate(getattr(user, "language", translation.get_language()))
    words = {"heading": heading, "advice": advice, "request_id": getattr(request, "request_id", "")}
    return render(request, "web/error.html", words, status=status)
