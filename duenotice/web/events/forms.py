"""The forms about events, their statuses and locations."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from duenotice.agencies.models import Agency
from duenotice.events.models import Colour, Event, Location, Status
from duenotice.events.search import EventSearch
from duenotice.flows.finding import flow_of, flows_offered
from duenotice.flows.models import Flow, FlowMode
from duenotice.web.clients.forms import zone_choices
from duenotice.web.text import TextField

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
DAY = {"type": "date", "min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}


class DayField(forms.DateField):
    """A day on which an event can be."""

    def __init__(self, **options: Any) -> None:
        words = _("Choose a day between the years 1900 and 2999.")
        bounds = [MinValueValidator(FIRST_DAY, words), MaxValueValidator(LAST_DAY, words)]
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY), validators=bounds, **options)


class EventForm(forms.Form):
    """Create and edit an event. Date and time are the court's own."""

    type = TextField(label=_("Type"), max_length=60, required=False, help_text=_("For example hearing, arraignment, trial."))
    case_number = TextField(label=_("Case number"), max_length=60, required=False)
    date = DayField(label=_("Date"))
    time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), help_text=_("As clocks show it at the location.")
    )
    status = forms.ChoiceField(label=_("Status"), required=False)
    flow = forms.ChoiceField(label=_("Flow"), required=False, help_text=_("The messages about it that write themselves."))
    judge = TextField(label=_("Judge"), max_length=100, required=False)
    location = forms.ChoiceField(label=_("Location"), required=False)
    location_name = TextField(label=_("Name of another place"), max_length=100, required=False)
    location_address = TextField(
        label=_("Address of another place"), max_length=200, required=False, help_text=_("Only where the location is not on the list.")
    )
    reference = TextField(label=_("Reference"), max_length=60, required=False, help_text=_("Your own number for the event, if any."))
    description = TextField(
        label=_("Description"), max_length=200, required=False, help_text=_("For staff alone; it is never in a message.")
    )

    def __init__(self, agency: Agency, data: Mapping[str, Any] | None, *, event: Event | None = None) -> None:
        followed = flow_of(agency, event.id) if event else None
        self.flows = {str(one.id): one for one in flows_offered(agency, followed)}
        super().__init__(data, initial={**_initial(event), "flow": str(followed.id) if followed else ""} if event else _usual(self.flows))
        self.fields["flow"].choices = [("", _("None")), *_choices(self.flows)]  # type: ignore[attr-defined]
        self.statuses = _offered(Status.objects.filter(agency_id=agency.id).order_by("name"), event.status_id if event else None)
        self.locations = _offered(Location.objects.filter(agency_id=agency.id).order_by("name"), event.location_id if event else None)
        self.fields["status"].choices = [("", _("None")), *_choices(self.statuses)]  # type: ignore[attr-defined]
        self.fields["location"].choices = [("", _("Another place, or none")), *_choices(self.locations)]  # type: ignore[attr-defined]

    def clean_status(self) -> Status | None:
        return self.statuses.get(self.cleaned_data["status"])  # type: ignore[return-value]

    def clean_flow(self) -> Flow | None:
        return self.flows.get(self.cleaned_data["flow"])

    def clean_location(self) -> Location | None:
        return self.locations.get(self.cleaned_data["location"])  # type: ignore[return-value]


class SearchEvents(forms.Form):
    """The Search Events form. Days are the court's."""

    search = TextField(label=_("Search"), max_length=200, required=False, help_text=_("Reference, type, case number or client."))
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    archived = forms.BooleanField(label=_("Archived"), required=False)
    trashed = forms.BooleanField(label=_("Trashed"), required=False)

    def __init__(self, agency: Agency, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        statuses = Status.objects.filter(agency_id=agency.id).order_by("name")
        self.fields["status"].choices = [("", _("Any")), *((str(one.id), one.name) for one in statuses)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("This day is before the first one."))
        return cleaned

    def wanted(self, *, by_client: bool) -> EventSearch | None:
        """What is asked for; None where the form has errors."""
        if not self.is_valid():
            return None
        asked = dict(self.cleaned_data)
        text, status = asked.pop("search"), asked.pop("status")
        return EventSearch(text=text, status_id=UUID(status) if status else None, by_client=by_client, **asked)


class AddClient(forms.Form):
    """Whom to add to an event, by a name or reference."""

    client = TextField(label=_("Client's name or reference"), max_length=200)


class StatusForm(forms.Form):
    """A status that events can have."""

    name = TextField(label=_("Name"), max_length=60, help_text=_("Messages may say it to clients."))
    colour = forms.ChoiceField(label=_("Color"), choices=Colour.choices)
    disables_messages = forms.BooleanField(
        label=_("Disables messages"), required=False, help_text=_("Nothing is sent about an event with this status.")
    )
    in_use = forms.BooleanField(
        label=_("In use"), required=False, initial=True, help_text=_("Offered for events. Events that have it keep it in any case.")
    )


class LocationForm(forms.Form):
    """A place or a virtual room where events are."""

    name = TextField(label=_("Name"), max_length=100)
    address = TextField(label=_("Address"), max_length=200, required=False)
    link = TextField(
        label=_("Link"),
        max_length=200,
        required=False,
        validators=[URLValidator(["http", "https"], message=_("Write the whole link, beginning with https://."))],
        help_text=_("For a virtual location, for example https://example.org/room/7. Messages say it where there is no address."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=zone_choices, required=False, help_text=_("Dates and times of events here are local to it.")
    )
    in_use = forms.BooleanField(
        label=_("In use"), required=False, initial=True, help_text=_("Offered for events. Events that are there stay there in any case.")
    )


Listed = Status | Location


def _offered(rows: Iterable[Listed], chosen: UUID | None) -> dict[str, Listed]:
    """Those in use, and the one that the event has already."""
    return {str(row.id): row for row in rows if row.in_use or row.id == chosen}


def _choices(rows: dict[str, Any]) -> list[tuple[str, str]]:
    return [(key, row.name) for key, row in rows.items()]


def _usual(flows: Mapping[str, Flow]) -> dict[str, Any]:
    """A new event follows the one flow that there is, unless somebody says otherwise: a flow forgotten is a hearing missed."""
    enabled = [id for id, flow in flows.items() if flow.mode == FlowMode.ENABLED]
    return {"flow": enabled[0]} if len(enabled) == 1 else {}


def _initial(event: Event) -> dict[str, Any]:
    """The form's values as they are stored."""
    known = {name: getattr(event, name) for name in EventForm.base_fields if name != "flow"}
    if event.location_id:
        known |= {"location_name": "", "location_address": ""}
    return {**known, "status": str(event.status_id or ""), "location": str(event.location_id or "")}
