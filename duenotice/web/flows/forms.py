"""The forms of a flow and of one of its steps (A2)."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from duenotice.actions.flows import StepDraft
from duenotice.agencies.models import Agency
from duenotice.events.models import Status
from duenotice.flows.models import FlowStep, StepKind, Unit
from duenotice.web.messages.rows import CHANNELS
from duenotice.web.messaging.forms import CLOCK
from duenotice.web.messaging.words_form import WordsForm, words_of
from duenotice.web.text import TextField


class FlowForm(forms.Form):
    name = TextField(label=_("Name"), max_length=100, help_text=_("For example Criminal court."))


class StepForm(WordsForm):
    """When a step goes, by which channels, and its words."""

    channels = forms.MultipleChoiceField(
        label=_("Channels"),
        choices=list(CHANNELS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It goes to the contacts that have one of these. With none ticked, to every contact."),
    )
    fallback = forms.BooleanField(
        label=_("If it fails, try another way"),
        required=False,
        help_text=_("A call, then an email, then the client's next contact. Only after the carrier said that it failed, and in time."),
    )
    kind = forms.ChoiceField(label=_("When"), choices=StepKind.choices)
    status = forms.ChoiceField(label=_("Status of the event"), required=False)
    amount = forms.IntegerField(label=_("How many"), min_value=0, max_value=365, help_text=_("0 is the same day, or at once."))
    unit = forms.ChoiceField(label=_("Days or hours"), choices=Unit.choices)
    business_days = forms.BooleanField(label=_("Count business days only"), required=False)
    at = forms.TimeField(
        label=_("Time of day"), widget=CLOCK, required=False, help_text=_("As clocks show it at the court. Not used with hours.")
    )

    def __init__(self, data: QueryDict | None, *, step: FlowStep | None, agency: Agency) -> None:
        stored = words_of(step.template) if step else {}
        super().__init__(data, initial=_initial(step), stored=stored, agency=agency.reference)
        self.statuses = {str(one.id): one for one in Status.objects.filter(agency_id=agency.id).order_by("name")}
        self.fields["status"].choices = [("", _("Choose one")), *((id, one.name) for id, one in self.statuses.items())]  # type: ignore[attr-defined]

    def typed(self) -> StepDraft:
        """What to save, as the verb takes it."""
        typed = self.cleaned_data
        names = ("name", "channels", "kind", "amount", "unit", "business_days", "at", "fallback")
        known = {name: typed[name] for name in names}
        return StepDraft(**known, status=self.statuses.get(typed["status"]), wordings=self.typed_words())


def _initial(step: FlowStep | None) -> dict[str, Any]:
    if step is None:
        return {"kind": StepKind.BEFORE, "amount": 1, "unit": Unit.DAYS, "at": "10:00", "channels": ["text", "voice", "email"]}
    names = ("channels", "kind", "amount", "unit", "business_days", "at", "fallback")
    return {**{name: getattr(step, name) for name in names}, "name": step.template.name, "status": str(step.status_id or "")}
