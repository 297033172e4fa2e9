"""What rows keep of a reason, in English, said in the language of whoever reads it."""

import re

from django.utils.translation import gettext

# Particulars, such as a carrier's code, stand in parentheses after words that are always the same.
_WITH_PARTICULARS = re.compile(r"(.*\S)( \([^()]*\))", re.DOTALL)


def translated(kept: str) -> str:
    """The words in the active language. A carrier's own, which no catalog has, stay as they are."""
    found = _WITH_PARTICULARS.fullmatch(kept)
    if not found:
        return gettext(kept) if kept else ""
    words, particulars = found.groups()
    return gettext(words) + particulars
