"""The form to found an agency."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from duenotice.web.clients.forms import zone_choices
from duenotice.web.text import TextField

REFERENCE = RegexValidator(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", _("Use lower-case letters, digits and single hyphens between them."))


class AgencyForm(forms.Form):
    """Name, reference and time zone; everything else is under Settings."""

    name = TextField(label=_("Name"), max_length=100, help_text=_("As clients know it, for example Riverton County Court."))
    reference = TextField(
        label=_("Reference"), max_length=60, validators=[REFERENCE], help_text=_("Short, for addresses: riverton. It never changes.")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=lambda: zone_choices()[1:], initial="America/New_York")
