"""The style guide: every component on one page, for those who build pages. It exists only with DUENOTICE_DEBUG."""

from datetime import UTC, datetime

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from duenotice.accounts.permissions import ALL
from duenotice.agencies.models import Agency, Mode
from duenotice.web.access import public
from duenotice.web.alerts import Action, alert
from duenotice.web.badges import BADGES
from duenotice.web.navigation import Page


class Sample(forms.Form):
    """A field of every kind, some of them wrong."""

    address = forms.CharField(label="Phone number or email address", help_text="For example (202) 555-0143 or name@example.com.")
    name = forms.CharField(label="Contact Name", required=False, help_text="Where the person at the address is not the client.")
    type = forms.ChoiceField(label="Contact Type", choices=[("mobile", "Mobile"), ("home", "Home"), ("work", "Work")])
    message = forms.CharField(label="Message", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    date = forms.DateField(label="Send Date", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    file = forms.FileField(label="Files", required=False, help_text="Up to 5.")
    archived = forms.BooleanField(label="Archived", required=False)
    channel = forms.ChoiceField(label="Contact Channel", choices=[("text", "Text"), ("voice", "Voice")], widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        label="Days", choices=[("1", "Monday"), ("2", "Tuesday")], widget=forms.CheckboxSelectMultiple, required=False
    )


@public
def styleguide(request: HttpRequest) -> HttpResponse:
    """`?mode=live` shows the other banner, `?bare` the page as somebody sees it who has not signed in."""
    if not settings.DEBUG:
        raise Http404
    if "bare" not in request.GET:
        mode = Mode.LIVE if request.GET.get("mode") == "live" else Mode.SIMULATE
        request.agency = Agency(name="Riverbend County Circuit Court", reference="riverbend", mode=mode)  # type: ignore[attr-defined]
        request.permissions = ALL  # type: ignore[attr-defined]
    alert(request, "success", "Opted out (202) 555-0143. 3 scheduled messages were deleted.", [Action("Undo", "/styleguide")])
    alert(request, "error", "The message was not sent: this address is opted out.")
    form = Sample({"address": "a\u202eb <b>", "name": "Ana López", "message": "Your hearing is on Monday.", "channel": "text"})
    words = {
        "form": form,
        "badges": BADGES,
        "moment": datetime(2026, 3, 8, 6, 59, 59, tzinfo=UTC),
        "tabs": [Page("Clients", "clients", "#clients", "page"), Page("Contacts", "contacts", "#contacts")],
    }
    with timezone.override("America/New_York"):
        return render(request, "web/styleguide.html", words)
