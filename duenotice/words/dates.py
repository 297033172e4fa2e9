"""Dates and times as people read them, in the language of the page."""

from datetime import date, datetime, time

from django.utils import dateformat, translation

# The shapes that pages use, and how Spanish writes each: names of months and days begin small there.
SPANISH = {
    "M j, Y, g:i A": "j b Y, g:i A",
    "M j, Y, g:i A T": "j b Y, g:i A T",
    "D, M j, Y, g:i A": "D j b Y, g:i A",
    "M j, Y": "j b Y",
    "g:i A": "g:i A",
    "l, F j, Y, g:i:s A T": r"l j \d\e F \d\e Y, g:i:s A T",
    "F j, Y": r"j \d\e F \d\e Y",
    "F Y": r"F \d\e Y",
    "F j": r"j \d\e F",
    "l": "l",
    "l, F": "l, F",
}


def in_words(moment: date, shape: str) -> str:
    """A day or a moment, in a shape of Django's date formats as English writes it. KeyError for one that Spanish lacks here."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    own = SPANISH[shape]
    return dateformat.format(moment, own if (translation.get_language() or "").startswith("es") else shape)
