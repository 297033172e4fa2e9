"""The forms of the portal. What cannot have been typed is refused in words."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from duenotice.contacts.parse import INVALID_REASONS, NotAnAddress, Parsed, digits, parse


class AddressForm(forms.Form):
    """A phone or an email; which of the two it is, is recognised."""

    address = forms.CharField(
        label=_("Your phone number or email address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )

    def __init__(self, data: Any = None, *, region: str) -> None:
        super().__init__(data)
        self.region = region

    def clean_address(self) -> Parsed:
        try:
            parsed = parse(str(self.cleaned_data["address"]), region=self.region)
        except NotAnAddress as refused:
            raise ValidationError(str(refused)) from refused
        if parsed.invalid_reason:
            words, todo = INVALID_REASONS[parsed.invalid_reason]
            raise ValidationError(f"{words} {todo}")
        return parsed

    @property
    def parsed(self) -> Parsed:
        """From a form without errors."""
        asked: Parsed = self.cleaned_data["address"]
        return asked


class CodeForm(forms.Form):
    """Six digits, however somebody divides them."""

    code = forms.CharField(
        label=_("The six digits"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        typed = digits(unicodedata.normalize("NFKC", str(self.cleaned_data["code"])))
        if len(typed) != 6:
            raise ValidationError(_("Type the six digits of the code."))
        return typed


class BirthForm(forms.Form):
    """The date of birth."""

    born = forms.DateField(
        label=_("Your date of birth"),
        input_formats=["%Y-%m-%d", "%m/%d/%Y"],
        widget=forms.DateInput(attrs={"type": "date", "max": "9999-12-31", "autocomplete": "bday"}),
    )


class WhoForm(BirthForm):
    """Which of several clients somebody is."""

    client = forms.UUIDField()


class LanguageForm(forms.Form):
    """The language of messages."""

    language = forms.ChoiceField(label=_("Language of our messages"), choices=[("en", "English"), ("es", "Español")])
