"""Days that people choose: the field, and the moment at which a day begins where the agency is."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DayField(forms.DateField):
    """A day in the time that this product knows of."""

    def __init__(self, *, label: Any) -> None:
        span = (date(2000, 1, 1), date(2999, 12, 31))
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": "2000-01-01", "max": "2999-12-31"})
        words = _("Choose a day between the years 2000 and 2999.")
        super().__init__(
            label=label, required=False, widget=widget, validators=[MinValueValidator(span[0], words), MaxValueValidator(span[1], words)]
        )


def midnight(day: date | None) -> datetime | None:
    """When a day begins in the agency's zone, which is the current one within a page."""
    return timezone.make_aware(datetime.combine(day, time())) if day else None
