"""What goes over the wire in SMPP 3.4: a header, and of most messages a string or two. Those with many fields are in smpp_fields.py."""

import asyncio
import struct
from typing import NamedTuple

RESPONSE = 0x80000000
GENERIC_NACK = 0x80000000
BIND_TRANSCEIVER, SUBMIT_SM, DELIVER_SM, UNBIND, ENQUIRE_LINK = 0x09, 0x04, 0x05, 0x06, 0x15
# To a deliver_sm: again later, and never again.
OK, UNKNOWN_COMMAND, NOT_NOW, NEVER = 0x00, 0x03, 0x64, 0x66
VERSION = 0x34
# Longer than any PDU of the standard; a peer that says more is not one that speaks SMPP.
_LONGEST = 128 * 1024
_HEADER = struct.Struct("!IIII")


class Malformed(Exception):
    """What came is no SMPP, or its fields do not fit."""


class Pdu(NamedTuple):
    """One as it came. `raw` is all of it."""

    command: int
    status: int
    sequence: int
    raw: bytes

    @property
    def text(self) -> str:
        """The string that it begins with, "" for none: an answer's message_id."""
        return self.raw[_HEADER.size :].split(b"\0")[0].decode("ascii", "replace")


async def read_pdu(reader: asyncio.StreamReader) -> Pdu:
    """The next one. Raises Malformed, IncompleteReadError, OSError."""
    header = await reader.readexactly(_HEADER.size)
    length, command, status, sequence = _HEADER.unpack(header)
    if not _HEADER.size <= length <= _LONGEST:
        raise Malformed(f"a PDU of {length} octets")
    return Pdu(command, status, sequence, header + await reader.readexactly(length - _HEADER.size))


def pdu(command: int, sequence: int, body: bytes = b"", *, status: int = OK) -> bytes:
    return _HEADER.pack(_HEADER.size + len(body), command, status, sequence) + body


def bind_transceiver(sequence: int, *, system_id: str, password: str, system_type: str) -> bytes:
    """For every number that the account has: the range of addresses stays empty."""
    names = b"".join(text.encode("ascii") + b"\0" for text in (system_id, password, system_type))
    return pdu(BIND_TRANSCEIVER, sequence, names + bytes([VERSION, 0, 0]) + b"\0")
