"""The form of one auto message: its words, and what calls for it (A1)."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from duenotice.actions.auto_messages import Calling
from duenotice.agencies.models import Agency
from duenotice.events.models import Status
from duenotice.flows.models import AutoMessage, Trigger
from duenotice.web.messaging.words_form import WordsForm, words_of
from duenotice.web.text import TextField

CLOCK = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class AutoMessageForm(WordsForm):
    """Which fields below the trigger count depends on it; the others are dropped by the verb."""

    trigger = forms.ChoiceField(label=_("Trigger"), choices=Trigger.choices, help_text=_("What calls for this message."))
    status = forms.ChoiceField(label=_("Status of the event"), required=False)
    client_status = TextField(
        label=_("Status of the clients"), max_length=60, required=False, help_text=_("It goes to the clients that have this status.")
    )
    weekday = forms.TypedChoiceField(label=_("Day of the week"), choices=list(WEEKDAYS.items()), coerce=int, required=False)
    day_of_month = forms.IntegerField(
        label=_("Day of the month"),
        min_value=1,
        max_value=31,
        required=False,
        help_text=_("Where a month is shorter, on its last day."),
    )
    at = forms.TimeField(label=_("Time of day"), widget=CLOCK, required=False, help_text=_("As clocks show it at the agency."))

    def __init__(self, data: QueryDict | None, *, auto_message: AutoMessage | None, agency: Agency) -> None:
        stored = words_of(auto_message.template) if auto_message else {}
        super().__init__(data, initial=_initial(auto_message), stored=stored, agency=agency.reference)
        self.statuses = {str(one.id): one for one in Status.objects.filter(agency_id=agency.id).order_by("name")}
        self.fields["status"].choices = [("", _("Choose one")), *((id, one.name) for id, one in self.statuses.items())]  # type: ignore[attr-defined]

    def typed(self) -> dict[str, Any]:
        """What to save, as the verb takes it."""
        typed = self.cleaned_data
        weekday = typed["weekday"]
        calling = Calling(
            trigger=typed["trigger"],
            status=self.statuses.get(typed["status"]),
            client_status=typed["client_status"],
            at=typed["at"],
            weekday=None if weekday == "" else weekday,
            day_of_month=typed["day_of_month"],
        )
        return {"name": typed["name"], "channels": typed["channels"], "wordings": self.typed_words(), "calling": calling}


class ListFilter(forms.Form):
    """What a list shows besides what is live (L6)."""

    archived = forms.BooleanField(label=_("Archived"), required=False)
    trashed = forms.BooleanField(label=_("Trashed"), required=False)

    @property
    def boxes(self) -> dict[str, bool]:
        """Which are ticked."""
        typed = self.cleaned_data if self.is_valid() else {}
        return {name: bool(typed.get(name)) for name in self.base_fields}


def _initial(auto_message: AutoMessage | None) -> dict[str, Any]:
    if auto_message is None:
        return {"channels": ["text", "email"], "at": "10:00", "day_of_month": 1}
    names = ("channels", "trigger", "client_status", "weekday", "day_of_month", "at")
    known = {name: getattr(auto_message, name) for name in names}
    return {**known, "name": auto_message.template.name, "status": str(auto_message.status_id or "")}
