"""The forms about lookups."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from duenotice.agencies.models import Agency
from duenotice.contacts.models import Contact
from duenotice.lookups.making import Question
from duenotice.lookups.models import Purpose, Switch
from duenotice.lookups.protocol import LINE, Provider
from duenotice.lookups.switching import told_of
from duenotice.web.lookups.words import CODES, OPTIONS
from duenotice.web.text import TextField


class CreateLookup(forms.Form):
    """What somebody asks about an address (K2)."""

    address = TextField(
        label=_("Phone number or email address"),
        max_length=254,
        help_text=_("For example (202) 555-0143 or name@example.com."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    options = forms.MultipleChoiceField(
        label=_("What to look up"), choices=OPTIONS, widget=forms.CheckboxSelectMultiple, required=False, initial=[LINE]
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=Purpose.choices,
        help_text=_("Kept with the lookup. Never look anybody up for credit, work, housing or benefits."),
    )
    afresh = forms.BooleanField(label=_("Ask again, even if there is a recent answer"), required=False)
    contact = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def question(self, contact: Contact | None) -> Question:
        """What is asked, from a form without errors."""
        typed = self.cleaned_data
        return Question(typed["address"], typed["options"], typed["purpose"], contact, typed["afresh"])


class SaveFound(forms.Form):
    """Which fact of which answer goes to which contact."""

    answer = forms.UUIDField()
    place = forms.IntegerField(min_value=0, max_value=1000)
    contact = forms.UUIDField()


class Limits(forms.Form):
    """How many questions a day, and about whom none."""

    lookups_a_day = forms.IntegerField(
        label=_("Questions to providers a day"), min_value=0, max_value=10_000, help_text=_("Answers that we have already do not count.")
    )
    lookups_not_about = TextField(
        label=_("Nobody is asked about clients of these types"),
        max_length=500,
        required=False,
        help_text=_("Divided by commas. A lookup can tell others whom the court looks for."),
    )

    def __init__(self, data: Any = None, *, agency: Agency) -> None:
        kept = {"lookups_a_day": agency.lookups_a_day, "lookups_not_about": ", ".join(agency.lookups_not_about)}
        super().__init__(data, initial=kept)

    def clean_lookups_not_about(self) -> list[str]:
        return list(dict.fromkeys(kind.strip() for kind in str(self.cleaned_data["lookups_not_about"]).split(",") if kind.strip()))


class SwitchForm(forms.Form):
    """One provider: on or off, and what it has to be told. A stored secret is never shown again."""

    on = forms.BooleanField(label=_("Switched on"), required=False)

    def __init__(self, data: Any = None, *, key: str, provider: Provider | None, switch: Switch | None) -> None:
        super().__init__(data, prefix=key, initial={"on": bool(switch and switch.on)})
        self._switch = switch
        stored = told_of(switch)
        for secret in provider.secrets if provider else ():
            hint = _("Stored. Leave it empty to keep it.") if stored.get(secret.name) else _("Optional.") if secret.optional else ""
            widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
            self.fields[secret.name] = TextField(label=secret.label, help_text=hint, required=False, max_length=300, widget=widget)

    def typed(self) -> dict[str, str]:
        """The secrets that were typed."""
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "on"}

    def resting(self, now: datetime) -> str:
        """Why the provider is left alone at this time, and until when; empty where it is not."""
        switch = self._switch
        if switch is None or not switch.on or not switch.rests_until or switch.rests_until <= now:
            return ""
        failed = ngettext("It failed %(count)d time in a row", "It failed %(count)d times in a row", switch.failures)
        return gettext("%(failed)s, so nobody asks it before %(until)s. The last time: %(why)s") % {
            "failed": failed % {"count": switch.failures},
            "until": formats.time_format(timezone.localtime(switch.rests_until), "g:i A"),
            "why": CODES.get(switch.fault, switch.fault),
        }
