"""The forms about contacts."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from duenotice.contacts import channels
from duenotice.contacts.models import Consent, Contact
from duenotice.contacts.search import ContactSearch
from duenotice.web.days import DayField, midnight
from duenotice.web.text import TextField

TYPES = [(code, capfirst(words)) for code, words in channels.TYPES.items()]
CHANNELS = [(code, capfirst(words)) for code, words in channels.CHANNELS.items()]
CONSENTS = [("unset", _("Neither opted in nor out")), (Consent.IN.value, _("OPTED-IN")), (Consent.OUT.value, _("OPTED-OUT"))]
VALIDITIES = [("valid", _("Valid")), ("invalid", _("Invalid"))]
ANY: list[tuple[str, Any]] = [("", _("Any"))]


class CreateContact(forms.Form):
    """What staff type to add a contact, and to replace one; which of the two it is, is recognised (C1)."""

    address = TextField(
        label=_("Phone number or email address"),
        max_length=254,
        help_text=_("For example (202) 555-0143 or name@example.com."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class SaveContact(forms.Form):
    """What can be changed of a contact (C4)."""

    name = TextField(
        label=_("Contact Name"), max_length=100, required=False, help_text=_("When the person at this address is not the client.")
    )
    type = forms.ChoiceField(label=_("Contact Type"), choices=TYPES)
    channel = forms.ChoiceField(
        label=_("Contact Channel"), choices=CHANNELS, help_text=_("Messages go by the channel it has when they are sent.")
    )


class SocialProfileForm(forms.Form):
    """One link to keep with a contact (K1)."""

    link = TextField(
        label=_("Link to a profile"),
        max_length=600,
        help_text=_("Facebook, LinkedIn, X or another, for example https://www.facebook.com/name."),
    )


class SearchContacts(forms.Form):
    """The Search Contacts form (F2). Days are the agency's."""

    search = TextField(label=_("Search"), max_length=200, required=False, help_text=_("Name, phone number, email address or reference."))
    channel = forms.ChoiceField(label=_("Channel"), choices=ANY + CHANNELS, required=False)
    type = forms.ChoiceField(label=_("Type"), choices=ANY + TYPES, required=False)
    validity = forms.ChoiceField(label=_("Valid or Invalid"), choices=ANY + VALIDITIES, required=False)
    consent = forms.ChoiceField(label=_("Consent"), choices=ANY + CONSENTS, required=False)
    client = TextField(label=_("Client"), max_length=200, required=False)
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    created_from = DayField(label=_("Created from"))
    created_to = DayField(label=_("Created to"))
    archived = forms.BooleanField(label=_("Archived"), required=False)
    trashed = forms.BooleanField(label=_("Trashed"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("created_from"), cleaned.get("created_to")
        if first and last and last < first:
            self.add_error("created_to", _("This day is before the first one."))
        return cleaned

    def wanted(self) -> ContactSearch | None:
        """What is asked for; None where the form has errors."""
        if not self.is_valid():
            return None
        asked = dict(self.cleaned_data)
        first, last = asked.pop("created_from"), asked.pop("created_to")
        text = asked.pop("search")
        return ContactSearch(
            text=text, created_from=midnight(first), created_until=midnight(last + timedelta(days=1) if last else None), **asked
        )


def initial(contact: Contact) -> dict[str, str]:
    """The values of SaveContact as they are stored."""
    return {"name": contact.name, "type": contact.type, "channel": contact.channel}
