"""The form of Admin, Client portal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duenotice.agencies.models import Agency

DETAILS = [
    ("type", _("Type of event")),
    ("location", _("Location and link")),
    ("status", _("Status")),
    ("judge", _("Judge")),
    ("case_number", _("Case number")),
    ("reference", _("Reference")),
]


class PortalForm(forms.Form):
    """Whether there is a portal, and what it shows."""

    portal_on = forms.BooleanField(label=_("Clients can use the portal"), required=False)
    portal_shows = forms.MultipleChoiceField(
        label=_("What they see of a court date, besides its day and time"),
        choices=DETAILS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Anything more could tell somebody who borrows the phone about the case."),
    )
    portal_link_days = forms.IntegerField(
        label=_("How many days a link in a message works"),
        min_value=1,
        max_value=90,
        help_text=_("The tag [PortalLink] makes one. It asks for the date of birth."),
    )

    def __init__(self, data: Any = None, *, agency: Agency) -> None:
        super().__init__(data, initial={name: getattr(agency, name) for name in self.base_fields})
