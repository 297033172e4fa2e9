"""Addresses for the tests of the top bar: every page it can lead to, each drawn by the style guide, as Ada of Riverton would see it."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from duenotice.accounts.models import User
from duenotice.web.navigation import SECTIONS
from duenotice.web.styleguide import styleguide

OUTSIDE = ["home", "switch_agency", "password_change", "sign_out", "help", "still_here", "sign_in"]
INSIDE = ["ticket", *[name for _, pages in SECTIONS for _, name, _ in pages]]


def page(request: HttpRequest, agency: str = "", topic: str = "") -> HttpResponse:
    request.user = User(name="Ada Whitfield-Gutierrez", email="ada@example.com")
    return styleguide(request)


def quick_search(request: HttpRequest, agency: str) -> HttpResponse:
    if request.GET.get("q") == "fail":
        return HttpResponse(status=503)
    if request.GET.get("q") == "late":
        return HttpResponse("<!doctype html><title>Sign in</title>")
    return HttpResponse('<p><a href="#rosa">Rosa Delgado</a></p>')


urlpatterns = [
    *[path(f"{name}/", page, name=name) for name in OUTSIDE],
    *[path(f"a/<agency>/{name}/", page, name=name) for name in INSIDE],
    path("a/<agency>/search/", quick_search, name="quick_search"),
    path("a/<agency>/help/<topic>", page, name="help_topic"),
]
