"""Names compare without case and accents: who types Tomas finds Tomás."""

import unicodedata

from django.db.models import Expression, Func, TextField, Value
from django.db.models.functions import Lower

# Letters that have no decomposition, by the letter that people type for them; last, the dot that lower-casing İ leaves, which goes.
_OTHERS = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "\u0307": ""}
_ACCENTED = {
    character: base
    for character, base in ((chr(code), unicodedata.normalize("NFD", chr(code))[0]) for code in range(0xE0, 0x250))
    if character.islower() and base != character and base.isascii()
} | _OTHERS
_TABLE = {ord(character): base for character, base in _ACCENTED.items()}
_FROM, _TO = "".join(_ACCENTED), "".join(_ACCENTED.values())


def folded(text: str) -> str:
    """`text` as names are searched: lower case, without accents, words one space apart."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(unicodedata.normalize("NFC", text).lower().split()).translate(_TABLE)


def folded_column(expression: Expression | Func) -> Func:
    """The same in SQL, of a column whose text is composed (NFC)."""
    return Func(Lower(expression), Value(_FROM), Value(_TO), function="translate", output_field=TextField())
