"""Which files may go with a message: few, small, and of kinds that are what their names say."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

MOST_FILES = 5
# Mail servers commonly refuse messages over 10 MB, and base64 adds a third.
MOST_BYTES = 7 * 1024 * 1024


class BadFile(Exception):
    """Refused, with words that name the file and say what to do."""


@dataclass(frozen=True)
class Kind:
    """A kind of file that may be sent: its media type, and how its content begins; text begins with anything that is text."""

    type: str
    beginnings: tuple[bytes, ...] = ()


KINDS = {
    ".pdf": Kind("application/pdf", (b"%PDF-",)),
    ".png": Kind("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": Kind("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": Kind("image/jpeg", (b"\xff\xd8\xff",)),
    ".gif": Kind("image/gif", (b"GIF87a", b"GIF89a")),
    ".docx": Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    ".ics": Kind("text/calendar", (b"BEGIN:VCALENDAR",)),
    ".txt": Kind("text/plain"),
}
ALLOWED = "PDF, PNG, JPG, GIF, DOCX, ICS, TXT"


@dataclass(frozen=True)
class Upload:
    """What somebody attached: its name as the browser gave it, and its content."""

    name: str
    content: bytes


def checked_type(upload: Upload) -> str:
    """The media type of a file that may be sent. Raises BadFile."""
    kind = KINDS.get(PurePosixPath(upload.name).suffix.lower())
    if kind is None:
        raise BadFile(_("%(name)s is of a kind that cannot be sent. These can: %(allowed)s.") % {"name": upload.name, "allowed": ALLOWED})
    if not upload.content:
        raise BadFile(_("%(name)s is empty. Choose the file again.") % {"name": upload.name})
    if not _begins_as(kind, upload.content):
        raise BadFile(
            _("%(name)s is not what its name says. Save it again as one of: %(allowed)s.") % {"name": upload.name, "allowed": ALLOWED}
        )
    return kind.type


def check_together(sizes: Sequence[int]) -> None:
    """Raises BadFile where there are too many files, or where they are too large together. `sizes` are in bytes."""
    if len(sizes) > MOST_FILES:
        raise BadFile(
            _("A message carries at most %(most)d files; these are %(count)d. Remove some.") % {"most": MOST_FILES, "count": len(sizes)}
        )
    if sum(sizes) > MOST_BYTES:
        raise BadFile(_("The files are larger than %(most)d MB together. Remove or shrink some.") % {"most": MOST_BYTES // 1024 // 1024})


def _begins_as(kind: Kind, content: bytes) -> bool:
    if kind.beginnings:
        return content.startswith(kind.beginnings)
    try:
        return "\x00" not in content.decode()
    except UnicodeDecodeError:
        return False
