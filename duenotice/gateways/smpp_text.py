"""How words become octets of a text and back: the encoding, the parts, and the header that joins them (SMPP 3.4, 5.2.19; TS 23.040)."""

from typing import NamedTuple

from duenotice.gateways.smpp_fields import WITH_HEADER, Piece
from duenotice.lib import gsm_7
from duenotice.lib.segments import parts, segments

GSM_7, IA5, BINARY, LATIN_1, BINARY_TOO, UCS_2 = 0, 1, 2, 3, 4, 8
MOST_PARTS = 255
_CODECS = {IA5: "ascii", BINARY: "latin-1", LATIN_1: "latin-1", BINARY_TOO: "latin-1", 5: "shift_jis", 6: "iso8859-5", 7: "iso8859-8"}


def pieces(body: str, reference: int) -> list[Piece]:
    """`body` as one submit_sm or several, which `reference`, 0 to 255, joins. None where there are more than can be joined."""
    coding = GSM_7 if segments(body).encoding == "GSM-7" else UCS_2
    cut = [_encoded(part, coding) for part in parts(body)] or [b""]
    if len(cut) == 1:
        return [Piece(cut[0], coding, 0)]
    if len(cut) > MOST_PARTS:
        return []
    return [Piece(bytes([5, 0, 3, reference, len(cut), number]) + octets, coding, WITH_HEADER) for number, octets in enumerate(cut, 1)]


class Joint(NamedTuple):
    """What joins the parts of a text: its reference, how many they are, and which of them this is."""

    reference: int
    of: int
    number: int


def split_header(octets: bytes) -> tuple[Joint | None, bytes]:
    """The header that a text begins with, as far as it joins parts, and the words after it (TS 23.040, 9.2.3.24)."""
    if not octets:
        return None, octets
    header, words = octets[1 : 1 + octets[0]], octets[1 + octets[0] :]
    while len(header) >= 2:
        element, length = header[0], header[1]
        value, header = header[2 : 2 + length], header[2 + length :]
        # Its reference takes one octet, or two.
        if (element, len(value)) in ((0x00, 3), (0x08, 4)):
            return Joint(int.from_bytes(value[:-2]), value[-2], value[-1]), words
    return None, words


def _encoded(text: str, coding: int) -> bytes:
    return gsm_7.encode(text) if coding == GSM_7 else text.encode("utf-16-be", "replace")


def decoded(octets: bytes, data_coding: int) -> str:
    """What octets without a header say. Whatever a phone sent can be read somehow: nothing is dropped."""
    if data_coding & 0xCC == UCS_2:  # with a message class or without (TS 23.038, 4)
        return octets.decode("utf-16-be", "replace")
    if data_coding in _CODECS:
        return octets.decode(_CODECS[data_coding], "replace")
    return gsm_7.decode(octets)
