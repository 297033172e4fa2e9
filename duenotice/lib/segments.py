"""How many parts a text costs when it goes out as SMS, and which of its characters make it dearer."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Encoding = Literal["GSM-7", "UCS-2"]

# 3GPP TS 23.038, the default alphabet. The escape code itself is in no text.
GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Its extension: an escape and a character, two septets that stay together.
GSM_7_EXTENSION = frozenset("\f^{}\\[~]|€")

# Units in a text of one part, and in each part of several: the header that joins them takes six bytes.
ALONE: dict[Encoding, int] = {"GSM-7": 160, "UCS-2": 70}
JOINED: dict[Encoding, int] = {"GSM-7": 153, "UCS-2": 67}

_TYPOGRAPHIC = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
        **dict.fromkeys("\u2028\u2029", "\n"),
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
        "…": "...",
        "•": "*",
        "⁄": "/",
        "‹": "<",
        "›": ">",
    }
)
# Joiners, direction marks and variation selectors mean something beside emoji, Persian or Hebrew, and nothing in a GSM-7 text.
_SHAPING = str.maketrans(dict.fromkeys("\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufe0e\ufe0f", ""))


@dataclass(frozen=True)
class Segments:
    """What a text costs. `units` are septets in GSM-7 and 16-bit units in UCS-2; `per_part` is how many fit into each of its parts."""

    encoding: Encoding
    units: int
    parts: int
    per_part: int
    forcing: tuple[str, ...]


def segments(text: str) -> Segments:
    """Counts `text` exactly: an extension character and a surrogate pair are never split (TS 23.040). Empty text has no part.

    `forcing` are the characters that force UCS-2, in order of appearance, each once.
    """
    forcing = tuple(dict.fromkeys(character for character in text if character not in GSM_7 and character not in GSM_7_EXTENSION))
    if forcing:
        return _counted("UCS-2", [2 if character > "\uffff" else 1 for character in text], forcing)
    return _counted("GSM-7", [2 if character in GSM_7_EXTENSION else 1 for character in text], forcing)


def _counted(encoding: Encoding, costs: list[int], forcing: tuple[str, ...]) -> Segments:
    units = sum(costs)
    if units <= ALONE[encoding]:
        return Segments(encoding, units, 1 if units else 0, ALONE[encoding], forcing)
    return Segments(encoding, units, _parts(costs, JOINED[encoding]), JOINED[encoding], forcing)


def _parts(costs: Iterable[int], room: int) -> int:
    parts, used = 1, 0
    for cost in costs:
        if used + cost > room:
            parts, used = parts + 1, 0
        used += cost
    return parts


def downgrade(text: str) -> str:
    """`text` with typographic characters as GSM-7 has them: straight quotes, hyphens, plain spaces; what has no width is dropped.

    Real letters stay, whatever they cost. Joiners and direction marks stay too where the text needs UCS-2 anyway.
    """
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_TYPOGRAPHIC))
    bare = unicodedata.normalize("NFC", plain.translate(_SHAPING))
    return bare if all(character in GSM_7 or character in GSM_7_EXTENSION for character in bare) else plain


def character_name(character: str) -> str:
    """A character's Unicode name for people, e.g. "right single quotation mark"; its code point where it has none."""
    return unicodedata.name(character, f"U+{ord(character):04X}").lower().replace("u+", "U+")
