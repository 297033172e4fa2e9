"""The alphabet of texts that phones are made for (3GPP TS 23.038, 6.2.1), one septet in each octet, as carriers exchange it."""

ESCAPE = "\x1b"
# A character's code is its place.
ALPHABET = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Written as an escape and this code.
EXTENSION = {
    "\f": 0x0A,
    "^": 0x14,
    "{": 0x28,
    "}": 0x29,
    "\\": 0x2F,
    "[": 0x3C,
    "~": 0x3D,
    "]": 0x3E,
    "|": 0x40,
    "€": 0x65,
}
_CODES = {
    **{character: bytes([code]) for code, character in enumerate(ALPHABET) if character != ESCAPE},
    **{character: bytes([ALPHABET.index(ESCAPE), code]) for character, code in EXTENSION.items()},
}
_EXTENDED = {code: character for character, code in EXTENSION.items()}


def encode(text: str) -> bytes:
    """One octet a character, two for one of the extension. What the alphabet does not have becomes a question mark."""
    return b"".join(_CODES.get(character, _CODES["?"]) for character in text)


def decode(octets: bytes) -> str:
    """The text again. Codes beyond the alphabet, which no septet has, are read as Latin-1: nothing is dropped."""
    read: list[str] = []
    escaped = False
    for code in octets:
        if escaped:
            # An unknown one is shown as its plain character (TS 23.038, 6.2.1.1).
            read.append(_EXTENDED.get(code) or _plain(code))
            escaped = False
        elif code == ALPHABET.index(ESCAPE):
            escaped = True
        else:
            read.append(_plain(code))
    return "".join(read)


def _plain(code: int) -> str:
    return ALPHABET[code].replace(ESCAPE, " ") if code < len(ALPHABET) else chr(code)
