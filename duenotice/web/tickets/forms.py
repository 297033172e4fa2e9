"""The forms about tickets."""

import re
from urllib.parse import urlsplit

from django import forms
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duenotice.actions.tickets import Report
from duenotice.tickets.models import Status
from duenotice.web.request_id import SHAPE
from duenotice.web.text import TextField

LONGEST_PAGE = 300
STATUSES = [
    ("", pgettext_lazy("tickets", "All")),
    (Status.OPEN.value, pgettext_lazy("tickets", "Open")),
    (Status.CLOSED.value, pgettext_lazy("tickets", "Closed")),
]


class TicketForm(forms.Form):
    """What happened; the page and the request are filled in, and only shown."""

    what = TextField(
        label=_("What happened?"),
        max_length=5000,
        lines=True,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What did you do, what did you expect, and what came instead? Leave out what the reader need not know about people."),
    )
    page = TextField(label=_("Page"), max_length=2000, required=False, widget=forms.TextInput(attrs={"readonly": True}))
    request_id = TextField(label=_("Request number"), max_length=200, required=False, widget=forms.TextInput(attrs={"readonly": True}))

    def report(self, agency: str) -> Report:
        """What is reported, from a form without errors."""
        typed = self.cleaned_data
        return Report(typed["what"], inside(typed["page"], agency), number(typed["request_id"]))


class TicketFilter(forms.Form):
    """Which tickets are shown."""

    status = forms.ChoiceField(label=_("Status"), choices=STATUSES, required=False)

    def wanted(self) -> str:
        """A status, or nothing for all; what makes no sense means all."""
        return str(self.cleaned_data["status"]) if self.is_valid() else ""


def filled_in(request: HttpRequest, agency: str) -> dict[str, str]:
    """The page from which somebody came, if it is of this agency, and the number of its request."""
    came_from = request.META.get("HTTP_REFERER", "")
    here = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()})
    page = inside(urlsplit(came_from).path, agency) if here else ""
    return {"page": page, "request_id": number(request.GET.get("request", ""))}


def inside(address: str, agency: str) -> str:
    """An address on this site without what was searched there; empty unless it is a page of the agency."""
    path = re.split(r"[?#]", address)[0]
    known = re.fullmatch(rf"/a/{re.escape(agency)}/[\w./-]*", path, re.ASCII)
    return path if known and len(path) <= LONGEST_PAGE else ""


def number(text: str) -> str:
    """The number of a request; empty if it cannot be one."""
    return text if SHAPE.fullmatch(text) else ""
