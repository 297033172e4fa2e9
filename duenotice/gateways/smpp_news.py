"""What an SMSC delivers: receipts, which are texts in a form of their own, and texts that people write (SMPP 3.4, 4.6 and appendix B)."""

import logging
import re
from datetime import UTC, datetime

from duenotice.gateways.news import News, Received, Told
from duenotice.gateways.received_part import ReceivedPart
from duenotice.gateways.smpp_errors import not_delivered
from duenotice.gateways.smpp_fields import INTERNATIONAL, WITH_HEADER, Address, Delivered
from duenotice.gateways.smpp_settings import SmppSettings
from duenotice.gateways.smpp_text import Joint, decoded, split_header
from duenotice.lib.identity import uuid7

log = logging.getLogger(__name__)
# Bits 5 to 2 of esm_class (5.2.12).
_KIND, _RECEIPT, _INTERMEDIATE = 0x3C, 0x04, 0x20
# Of message_state (5.2.28), as receipts write them out.
_STATES = ("", "ENROUTE", "DELIVRD", "EXPIRED", "DELETED", "UNDELIV", "ACCEPTD", "UNKNOWN", "REJECTD")
_FIELD = re.compile(r"\b(id|stat|err|done date):(\S*)", re.IGNORECASE)
_WORDS = re.compile(r"\btext:", re.IGNORECASE)


def news(came: Delivered, told: SmppSettings) -> list[News]:
    """One thing, or nothing where a receipt does not say what it is about."""
    kind = came.esm_class & _KIND
    if kind == _INTERMEDIATE:
        return []
    return _receipt(came, told) if kind == _RECEIPT else [_received(came)]


def fields(text: str) -> dict[str, str]:
    """The fields of a receipt's text by name, in lower case: id, stat, err, done date. What it quotes of our own words is no field."""
    said = _WORDS.split(text, maxsplit=1)[0]
    return {name.lower(): value for name, value in reversed(_FIELD.findall(said)) if value}


def _receipt(came: Delivered, told: SmppSettings) -> list[News]:
    said = fields(decoded(came.octets, came.data_coding))
    reference = came.receipted_message_id or said.get("id", "")
    state = _STATES[came.message_state] if came.message_state < len(_STATES) else ""
    state = state or said.get("stat", "").upper()
    if not reference or not state:
        log.warning("an SMSC delivered a receipt that does not say of which message, or what")
        return []
    refusal = not_delivered(state, said.get("err", "").lstrip("0"), told.blocked_codes)
    status = "delivered" if state == "DELIVRD" else "failed" if refusal else state.lower()
    # An SMSC may use an id again after a while, with another time; the time itself is in a zone that nobody tells.
    when = said.get("done date") or f"{datetime.now(UTC):%y%m%d}"
    key = f"{told.system_id}@{told.host}:{told.port}/{reference}:{state}:{when}"
    return [Told(key, None, status, reference, refusal=refusal, phones=(came.source.number, came.destination.number))]


def _received(came: Delivered) -> Received:
    """Texts have no id, unless the SMSC adds one. Whatever comes over this connection is for this phone or another of the agency's."""
    joint, words = split_header(came.octets) if came.esm_class & WITH_HEADER else (Joint(*came.sar), came.octets)
    return Received(
        reference=came.receipted_message_id or uuid7().hex,
        channel="text",
        came_from=_number(came.source),
        body=decoded(words, came.data_coding),
        to=(_number(came.destination),),
        pooled=True,
        identified=bool(came.receipted_message_id),
        part=_part(came, joint, words) if joint and 1 <= joint.number <= joint.of > 1 else None,
    )


def _part(came: Delivered, joint: Joint, words: bytes) -> ReceivedPart:
    group = f"{came.source.number}>{came.destination.number}:{joint.reference}/{joint.of}"
    return ReceivedPart(group, joint.number, joint.of, words.hex(), came.data_coding)


def _number(address: Address) -> str:
    return f"+{address.number}" if address.ton == INTERNATIONAL and address.number.isdecimal() else address.number
