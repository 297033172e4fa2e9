"""The two messages of SMPP with many fields, submit_sm and deliver_sm, by a library that is an optional extra."""

from typing import NamedTuple

from duenotice.gateways.smpp_pdus import Malformed, Pdu

try:
    import smpp34
except ImportError:  # pip install duenotice[smpp]
    INSTALLED = False
else:
    INSTALLED = True

WITH_HEADER = 0x40
RECEIPT_WANTED = 1
INTERNATIONAL, E164 = 1, 1
# Optional parameters (5.3.2).
_RECEIPTED_MESSAGE_ID, _MESSAGE_PAYLOAD, _MESSAGE_STATE = 0x001E, 0x0424, 0x0427
_SAR_REFERENCE, _SAR_TOTAL, _SAR_NUMBER = 0x020C, 0x020E, 0x020F


class Piece(NamedTuple):
    """One submit_sm's worth of a message. `octets` begin with the header that joins the parts, where `esm_class` says so."""

    octets: bytes
    data_coding: int
    esm_class: int


class Address(NamedTuple):
    """A phone number as the SMSC writes it, its type (5.2.5) and its plan (5.2.6)."""

    number: str
    ton: int
    npi: int


def submit_sm(sequence: int, piece: Piece, *, source: Address, to: str) -> bytes:
    """`to` is E.164 without its +. A receipt is asked for, good or bad. Raises Malformed where a field does not fit."""
    try:
        return smpp34.SubmitSm(
            source.number,
            to,
            piece.octets,
            source_addr_ton=source.ton,
            source_addr_npi=source.npi,
            dest_addr_ton=INTERNATIONAL,
            dest_addr_npi=E164,
            esm_class=piece.esm_class,
            registered_delivery=RECEIPT_WANTED,
            data_coding=piece.data_coding,
            sequence_number=sequence,
        ).encode()
    except (smpp34.SmppError, ValueError, OverflowError) as error:
        raise Malformed(str(error)) from error


class Delivered(NamedTuple):
    """A deliver_sm. `octets` are its words, wherever they stood; `message_state` is 0 and `receipted_message_id` "" where it has none.

    `sar` are reference, total and number of a part, where optional parameters say so instead of a header; zeros where not.
    """

    source: Address
    destination: Address
    esm_class: int
    data_coding: int
    octets: bytes
    receipted_message_id: str
    message_state: int
    sar: tuple[int, int, int]


def delivered(came: Pdu) -> Delivered:
    """What a deliver_sm says. Raises Malformed."""
    try:
        read = smpp34.decode(came.raw)
    except smpp34.SmppError as error:
        raise Malformed(str(error)) from error
    if not isinstance(read, smpp34.DeliverSm):
        raise Malformed("not a deliver_sm")
    more = {one.tag: one.value for one in read.tlvs}
    return Delivered(
        Address(read.source_addr, read.source_addr_ton, read.source_addr_npi),
        Address(read.destination_addr, read.dest_addr_ton, read.dest_addr_npi),
        read.esm_class,
        read.data_coding,
        read.short_message or more.get(_MESSAGE_PAYLOAD, b""),
        more.get(_RECEIPTED_MESSAGE_ID, b"").split(b"\0")[0].decode("ascii", "replace"),
        _number(more, _MESSAGE_STATE),
        (_number(more, _SAR_REFERENCE), _number(more, _SAR_TOTAL), _number(more, _SAR_NUMBER)),
    )


def _number(more: dict[int, bytes], tag: int) -> int:
    return int.from_bytes(more.get(tag, b"")[:2])
