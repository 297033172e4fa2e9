"""What a text costs, told beside a field while somebody types."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duenotice.lib.segments import segments
from duenotice.web.access import PageRequest, page


def tell_cost(form: forms.Form, name: str, agency_reference: str) -> None:
    """Let the field ask, as somebody types, what its words cost; the answer stands in `#cost-NAME`."""
    form.fields[name].widget.attrs |= {
        "hx-post": reverse("cost", args=[agency_reference]),
        "hx-trigger": "input delay:400ms, load",
        "hx-target": f"#cost-{name}",
        "hx-params": name,
        "hx-sync": "this:queue last",
    }


@page("view_messages", polled=True)
def cost(request: PageRequest) -> HttpResponse:
    """Encoding, characters and segments of the one text posted, tags and all."""
    words = next(iter(request.POST.dict().values()), "")
    return render(request, "web/settings/cost.html", {"cost": segments(words.replace("\r\n", "\n")) if words else None})
