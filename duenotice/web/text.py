"""The form field for one line of text that a person types: what could not have been typed is refused, and what was typed comes back."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Controls, surrogates and what is not a character at all; line breaks count where a field has one line (header injection).
REFUSED = {"Cc", "Cs", "Cn"}
LINE_SIGNS = "\n\r\t"


class TextField(forms.CharField):
    """Text of at most `max_length` characters, in any script. With `lines`, line breaks are allowed."""

    def __init__(self, *, lines: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.lines = lines
        # The one below says the same of NUL in words that fit.
        self.validators = [check for check in self.validators if type(check).__name__ != "ProhibitNullCharactersValidator"]

    def validate(self, value: str) -> None:
        super().validate(value)
        allowed = LINE_SIGNS if self.lines else ""
        if any(unicodedata.category(sign) in REFUSED and sign not in allowed for sign in value):
            raise ValidationError(_("This contains a character that cannot be typed, such as a control sign. Remove it."), code="control")
