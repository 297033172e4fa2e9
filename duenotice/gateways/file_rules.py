"""Which files go along with a message, by gateway and channel: asked when it is composed, and by the adapters before the carrier is."""

from collections.abc import Sequence
from typing import NamedTuple

from duenotice.gateways.protocol import Kind, Outbound, Refused
from duenotice.lib.marking import gettext_noop as _

MEGABYTE = 1024 * 1024


class FileRule(NamedTuple):
    """How the media types begin that it carries, and how many bytes together; 0 for as many as a message may have."""

    types: tuple[str, ...]
    refused: Refused
    most_bytes: int = 0


_NO_CALL = Refused("file_type", _("A call carries no files. Send them by text or email."), Kind.CONTENT)
_TOO_BIG = Refused("too_big", _("The files are larger than the 5 MB that a text carries. Send smaller ones, or an email."), Kind.CONTENT)
_RULES = {
    # twilio.com/docs/sms/accepted-mime-types
    ("twilio", "text"): FileRule(
        ("image/", "audio/", "video/", "application/pdf", "text/calendar", "text/vcard"),
        Refused("file_type", _("Texts carry pictures, PDF and calendar files. Send other files by email."), Kind.CONTENT),
        5 * MEGABYTE,
    ),
    ("telnyx", "text"): FileRule(
        ("image/", "audio/", "video/", "application/pdf"),
        Refused("file_type", _("Texts carry pictures and PDF files. Send other files by email."), Kind.CONTENT),
    ),
    ("telnyx", "fax"): FileRule(
        ("image/",), Refused("file_type", _("A fax carries pictures (PNG, JPG, GIF) alone. Send other files by email."), Kind.CONTENT)
    ),
    ("smpp", "text"): FileRule((), Refused("files_not_carried", _("SMPP carries words only. Send files by email."), Kind.CONTENT)),
}


def carries_files(gateway: str, channel: str) -> bool:
    """Whether any file can go."""
    rule = _RULES.get((gateway, channel))
    return channel != "voice" and (rule is None or bool(rule.types))


def unfit_files(gateway: str, channel: str, files: Sequence[tuple[str, int]]) -> Refused | None:
    """Why these files, of which media types and bytes are told, cannot go; None where they can, and where there are none."""
    if not files:
        return None
    if channel == "voice":
        return _NO_CALL
    rule = _RULES.get((gateway, channel))
    if rule is None:
        return None
    if not all(type.startswith(rule.types) for type, _bytes in files):
        return rule.refused
    return _TOO_BIG if rule.most_bytes and sum(size for _type, size in files) > rule.most_bytes else None


def unfit_files_of(gateway: str, message: Outbound) -> Refused | None:
    """The same for a message that is handed over."""
    return unfit_files(gateway, message.channel, [(file.type, len(file.content)) for file in message.files])
