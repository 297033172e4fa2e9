"""How many parts a text costs when it goes out as SMS, and which of its characters make it dearer."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from duenotice.lib import gsm_7

Encoding = Literal["GSM-7", "UCS-2"]

# 3GPP TS 23.038. The escape code itself is in no text. A character of the extension is two septets that stay together.
GSM_7 = frozenset(gsm_7.ALPHABET) - {gsm_7.ESCAPE}
GSM_7_EXTENSION = frozenset(gsm_7.EXTENSION)

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
    encoding: Encoding = "UCS-2" if forcing else "GSM-7"
    costs = _costs(text, encoding)
    units = sum(costs)
    if units <= ALONE[encoding]:
        return Segments(encoding, units, 1 if units else 0, ALONE[encoding], forcing)
    return Segments(encoding, units, 1 + sum(1 for _ in _cuts(costs, JOINED[encoding])), JOINED[encoding], forcing)


def parts(text: str) -> list[str]:
    """`text` as the parts that it goes out in, cut where `segments` counts. Empty text has none."""
    counted = segments(text)
    if counted.parts <= 1:
        return [text] if text else []
    cuts = _cuts(_costs(text, counted.encoding), counted.per_part)
    return [text[begin:end] for begin, end in pairwise([0, *cuts, len(text)])]


def _costs(text: str, encoding: Encoding) -> list[int]:
    """How many units each character takes."""
    if encoding == "UCS-2":
        return [2 if character > "\uffff" else 1 for character in text]
    return [2 if character in GSM_7_EXTENSION else 1 for character in text]


def _cuts(costs: Iterable[int], room: int) -> Iterator[int]:
    """At which characters another part begins."""
    used = 0
    for place, cost in enumerate(costs):
        if used + cost > room:
            yield place
            used = 0
        used += cost


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
