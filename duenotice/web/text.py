"""The form field for text that a person types: what cannot have been typed is refused in words, any script and emoji are kept."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Controls (header injection among them) and halves of characters. Signs that join or turn scripts (Cf) belong to names and emoji.
REFUSED = {"Cc", "Cs"}


class TextField(forms.CharField):
    """Text of at most `max_length` characters, stripped, on one line; with `lines`, on several."""

    def __init__(self, *, max_length: int, lines: bool = False, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)
        self.lines = lines
        # `validate` says the same of NUL, in words that fit.
        self.validators = [check for check in self.validators if type(check).__name__ != "ProhibitNullCharactersValidator"]

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if self.lines and isinstance(text, str) else text

    def validate(self, value: Any) -> None:
        super().validate(value)
        allowed = "\n\t" if self.lines else ""
        odd = next((sign for sign in value or "" if unicodedata.category(sign) in REFUSED and sign not in allowed), None)
        if odd in {"\n", "\r"}:
            raise ValidationError(_("Write this on one line."), code="lines")
        if odd is not None:
            raise ValidationError(
                _("This contains an invisible control character (%(code)s). Type it again, or paste it as plain text."),
                code="control",
                params={"code": f"U+{ord(odd):04X}"},
            )
