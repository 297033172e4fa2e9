"""The page that asks a person about a row that was left for one: which client does it mean? (U1)"""

from collections.abc import Iterator
from datetime import date, time
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duenotice.uploads.deciding import SKIP, CannotDecide, Choice, choices, decide, may_decide, next_left
from duenotice.uploads.fields import FIELDS
from duenotice.uploads.known import Person
from duenotice.uploads.models import Outcome, Upload, UploadRow
from duenotice.uploads.plan import Plan
from duenotice.uploads.reasons import in_words
from duenotice.uploads.taking import NotNow
from duenotice.web.access import PageRequest, page, write_denial
from duenotice.web.alerts import alert
from duenotice.web.templatetags.duenotice import phone
from duenotice.web.uploads.views import upload_or_404
from duenotice.words import dates

# As the fields of an event are called in a plan, where a file calls them otherwise.
EVENT_FIELDS = {"status_name": "event_status", "location_name": "event_location_name"}


class DecideForm(forms.Form):
    """What a person says of the row."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Which client does this row mean?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one of these."),
            "invalid_choice": gettext_lazy("That can no longer be chosen. Look again."),
        },
    )

    def __init__(self, found: list[Choice], data: Any = None) -> None:
        super().__init__(data)
        skip = _described(_("Skip this row"), [_("Nothing of it is taken.")])
        self.fields["decision"].choices = [*((one.decision, _label(one)) for one in found), (SKIP, skip)]  # type: ignore[attr-defined]


@page("uploads")
def row(request: PageRequest, id: UUID, number: int) -> HttpResponse:
    """One row that was left for a person: what it says, why it was left, and whom it may mean."""
    upload = upload_or_404(request, id)
    found = UploadRow.objects.filter(agency_id=request.agency.id, upload_id=id, number=number).first()
    if found is None:
        raise Http404("no such row")
    if "view_clients" not in request.permissions:
        write_denial(request, "view_clients")
        raise PermissionDenied("view_clients")
    if not may_decide(upload, found):
        alert(request, "info", _("This row is decided already."))
        return redirect("upload", request.agency.reference, id)
    form = DecideForm(choices(upload, found, request.permissions), request.POST if request.method == "POST" else None)
    if form.is_valid() and _decided(request, upload, number, form):
        return _onward(request, upload, number)
    words = {"upload": upload, "row": found, "cells": _cells(upload, found), "reason": in_words(found.reasons), "form": form}
    return render(request, "web/uploads/row.html", words, status=422 if form.errors else 200)


def _onward(request: PageRequest, upload: Upload, number: int) -> HttpResponse:
    """To the next row that needs a person; to the upload once there is none."""
    following = next_left(upload, number)
    if following is None:
        return redirect("upload", request.agency.reference, upload.id)
    return redirect("upload_row", request.agency.reference, upload.id, following)


def _decided(request: PageRequest, upload: Upload, number: int, form: DecideForm) -> bool:
    decision = form.cleaned_data["decision"]
    try:
        told = decide(upload=upload, number=number, decision=decision, rights=request.permissions, actor=request.actor, now=request.now)
    except (CannotDecide, NotNow) as refused:
        form.add_error("decision", str(refused))
        return False
    said = {
        Outcome.SKIPPED: _("Row %(number)d is skipped."),
        Outcome.UNCHANGED: _("Row %(number)d said nothing new: nothing was changed."),
    }.get(Outcome(told.outcome), _("Row %(number)d is carried out. Undo of the upload takes it back too."))
    alert(request, "success", said % {"number": number})
    return True


def _cells(upload: Upload, found: UploadRow) -> list[tuple[str, str]]:
    """The row under its headings; empty cells left out."""
    headings = [heading or _("Column %(n)d") % {"n": at + 1} for at, heading in enumerate([*upload.columns, *[""] * len(found.cells)])]
    return [(heading, cell) for heading, cell in zip(headings, found.cells, strict=False) if cell.strip()]


def _label(choice: Choice) -> str:
    if choice.plan.outcome in (Outcome.INVALID, Outcome.LEFT):
        does = [in_words(choice.plan.reasons)]
    else:
        does = list(_does(choice.plan, choice.person)) or [_("The row says nothing new of this client: nothing would be changed.")]
    if choice.person is None:
        return _described(_("A new client"), does)
    return _described(_named(choice.person), [_known_by(choice.person), *does])


def _described(title: str, lines: list[str]) -> str:
    return format_html("{}{}", title, format_html_join("", '<span class="dn-choice__line">{}</span>', ((line,) for line in lines if line)))


def _named(person: Person) -> str:
    return " ".join(str(person.fields.get(name) or "") for name in ("first_name", "middle_name", "last_name")).strip()


def _known_by(person: Person) -> str:
    """What tells one client from another."""
    born = person.fields.get("date_of_birth")
    known = [
        _("reference %(reference)s") % {"reference": person.fields["reference"]} if person.fields.get("reference") else _("no reference"),
        _("born %(day)s") % {"day": _said("date_of_birth", born)} if born else _("no date of birth"),
        *(phone(value) if kind == "phone" else value for kind, value in person.contacts),
    ]
    return " · ".join(known)


def _does(plan: Plan, person: Person | None) -> Iterator[str]:
    """What carrying the row out would change, a line each."""
    for name, value in plan.client_changes.items():
        was = _said(name, person.fields.get(name) if person else "") or "–"
        yield _("%(field)s: %(before)s → %(after)s") % {"field": FIELDS[name].label, "before": was, "after": _said(name, value)}
    for _id, way in plan.contacts_new:
        yield _("New contact: %(address)s") % {"address": phone(way.parsed.value) if way.parsed.kind == "phone" else way.parsed.value}
    if plan.contacts_changed:
        yield _("A contact gets the type, channel or name that the row says.")
    if plan.opts_out:
        yield _("An address is opted out, as the row says.")
    if plan.event_new:
        yield _("New event of the row's date")
    for name, value in plan.event_changes.items():
        field = FIELDS.get(EVENT_FIELDS.get(name, f"event_{name}"))
        yield _("Event, %(field)s: %(after)s") % {"field": field.label if field else name, "after": _said(name, value)}
    if plan.attends and not plan.event_new:
        yield _("The client is added to an event that is there already.")
    if plan.reasons:
        yield in_words(plan.reasons)


def _said(name: str, value: Any) -> str:
    """A day and a time as people write them."""
    if not value:
        return ""
    if name in ("date_of_birth", "date"):
        return dates.in_words(date.fromisoformat(value), "M j, Y")
    if name == "time":
        moment = time.fromisoformat(value)
        return f"{moment:%-I:%M %p}"
    return str(value)
