"""The forms about clients."""

from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from duenotice.clients.languages import LANGUAGES
from duenotice.clients.models import Client
from duenotice.contacts.search import ClientSearch
from duenotice.web.text import TextField

EARLIEST_BIRTH = date(1900, 1, 1)
# What Django has no names for.
NAMES = {"tl": "Tagalog", "ht": "Kreyòl ayisyen", "so": "Soomaali", "am": "አማርኛ", "hmn": "Hmoob", "zh-hans": "简体中文"}
US_ZONES = [
    ("America/New_York", _("Eastern")),
    ("America/Chicago", _("Central")),
    ("America/Denver", _("Mountain")),
    ("America/Phoenix", _("Arizona")),
    ("America/Los_Angeles", _("Pacific")),
    ("America/Anchorage", _("Alaska")),
    ("Pacific/Honolulu", _("Hawaii")),
    ("America/Puerto_Rico", _("Puerto Rico")),
]


def language_choices() -> list[tuple[str, str]]:
    """Every language by its own name."""
    return [(code, NAMES.get(code) or LANG_INFO.get(code, {}).get("name_local", code).capitalize()) for code in LANGUAGES]


def zone_choices() -> list[Any]:
    known = {name for name, _words in US_ZONES}
    rest = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")) and name not in known)
    united = [(name, f"{words} ({name})") for name, words in US_ZONES]
    return [("", _("The agency's")), (_("United States"), united), (_("All others"), [(name, name) for name in rest])]


class ClientForm(forms.Form):
    """Create and edit a client; an organisation has only a last name."""

    first_name = TextField(label=_("First name"), max_length=100, required=False)
    middle_name = TextField(label=_("Middle name"), max_length=100, required=False)
    last_name = TextField(label=_("Last name"), max_length=100, required=False, help_text=_("For an organization, its whole name."))
    reference = TextField(label=_("Reference"), max_length=60, required=False, help_text=_("Your own number for the client, if any."))
    date_of_birth = forms.DateField(
        label=_("Date of birth"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "max": "9999-12-31"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=language_choices, help_text=_("Automated messages go out in it."))
    type = TextField(label=_("Type"), max_length=60, required=False, help_text=_("For example defendant, witness, juror."))
    group = TextField(label=_("Group"), max_length=60, required=False)
    status = TextField(label=_("Status"), max_length=60, required=False)
    gender = TextField(label=_("Gender"), max_length=60, required=False)
    race = TextField(label=_("Race"), max_length=60, required=False)
    zip = TextField(label=_("ZIP code"), max_length=20, required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=zone_choices, required=False, help_text=_("Texts and calls keep quiet hours in it.")
    )

    def clean_date_of_birth(self) -> date | None:
        born: date | None = self.cleaned_data["date_of_birth"]
        if born and not EARLIEST_BIRTH <= born <= date.today():  # noqa: DTZ011 a birthday has no zone
            raise forms.ValidationError(_("A date of birth lies between 1900 and today."))
        return born

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        names = ("first_name", "last_name", "reference")
        if not any(cleaned.get(name) for name in names) and not any(name in self.errors for name in names):
            self.add_error("last_name", _("Give at least a name or a reference."))
        return cleaned


class SearchClients(forms.Form):
    """The Search Clients form (C1)."""

    name = TextField(label=_("Name"), max_length=200, required=False)
    reference = TextField(label=_("Reference"), max_length=60, required=False)
    phone = TextField(label=_("Phone number"), max_length=60, required=False)
    email = TextField(label=_("Email address"), max_length=254, required=False)
    archived = forms.BooleanField(label=_("Archived"), required=False)
    trashed = forms.BooleanField(label=_("Trashed"), required=False)

    def wanted(self) -> ClientSearch | None:
        """What is asked for; None where the form has errors."""
        return ClientSearch(**self.cleaned_data) if self.is_valid() else None


def initial(client: Client) -> dict[str, Any]:
    """The form's values as they are stored."""
    return {name: getattr(client, name) for name in ClientForm.base_fields}
