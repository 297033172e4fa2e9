"""What importing the sample court flow asks (A2)."""

import re

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from duenotice.agencies.models import Agency
from duenotice.events.models import Status

# What courts call a hearing to which somebody did not come.
MISSED = re.compile(r"miss|no.?show|\bfta\b|fail.*appear|no se present|ausen|falt", re.I)


class CourtFlowForm(forms.Form):
    """Which status says that somebody did not come; without one, Missed is made."""

    missed = forms.ChoiceField(label=_("Status of a missed hearing"), required=False, help_text=_("The last step goes after it is set."))

    def __init__(self, data: QueryDict | None, *, agency: Agency) -> None:
        rows = Status.objects.filter(agency_id=agency.id, in_use=True, disables_messages=False).order_by("name")
        self.statuses = {str(one.id): one for one in rows}
        likely = next((id for id, one in self.statuses.items() if MISSED.search(one.name)), "")
        super().__init__(data, initial={"missed": likely})
        names = [(id, one.name) for id, one in self.statuses.items()]
        self.fields["missed"].choices = [("", _("Make one called Missed")), *names]  # type: ignore[attr-defined]

    def clean_missed(self) -> Status | None:
        return self.statuses.get(self.cleaned_data["missed"])
