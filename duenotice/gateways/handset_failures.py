"""Numbers and mailboxes of the handset that fail on purpose, so that people and tests can see what Due Notice does then.

They are listed, for people, in docs/gateways.md.
"""

from dataclasses import dataclass

from duenotice.gateways.protocol import Kind, Refused
from duenotice.lib.marking import gettext_noop as _

_NO_NUMBER = Refused(
    "unknown_number", _("The carrier does not know this number. Ask the client for another phone number or email address."), Kind.ADDRESS
)
_NO_MAILBOX = Refused(
    "hard_bounce",
    _("The mail server says that this address does not exist. Ask the client for another phone number or email address."),
    Kind.ADDRESS,
)
_STOPPED = Refused("blocked", _("The recipient told the carrier to stop messages from you. They have to write START first."), Kind.BLOCKED)
_UNSUBSCRIBED = Refused("blocked", _("The recipient blocked mail from you. They have to allow it again first."), Kind.BLOCKED)
_BUSY = Refused("throttled", _("The carrier is busy. The message is tried again by itself."), Kind.RETRY, retry_after=5.0)
_LANDLINE = Refused("landline", _("This is a landline, which cannot get texts. Set the contact's channel to voice."), Kind.CHANNEL)
_FILTERED = Refused("filtered", _("The carrier's filter took the words for spam. Write them in another way, without links."), Kind.CONTENT)
_UNREGISTERED = Refused(
    "unregistered", _("Carriers do not know who sends from this number. Ask your administrator to register it."), Kind.REGISTRATION
)
_CAP = Refused("daily_limit", _("The day's limit of this sender is used up. The message is tried again by itself."), Kind.LIMIT, 60.0)
_SETTINGS = Refused("sign_in", _("The carrier refused the sign-in of this sender. Ask your administrator to check it."), Kind.CONFIGURATION)

_FAILURES = {
    "+12025550190": _NO_NUMBER,
    "+12025550191": _STOPPED,
    "+12025550192": _BUSY,
    "+12025550196": _FILTERED,
    "+12025550197": _UNREGISTERED,
    "+12025550198": _CAP,
    "+12025550199": _SETTINGS,
    "bounce@example.org": _NO_MAILBOX,
    "blocked@example.org": _UNSUBSCRIBED,
    "busy@example.org": _BUSY,
    "filtered@example.org": _FILTERED,
    "limit@example.org": _CAP,
}
_TEXT_FAILURES = {"+12025550194": _LANDLINE}


@dataclass(frozen=True, slots=True)
class Silence:
    """The handset never answers; whether it took the message shows only when asked."""

    taken: bool


SILENT = {
    "+12025550193": Silence(taken=True),
    "silent@example.org": Silence(taken=True),
    "+12025550195": Silence(taken=False),
}

FAILING = frozenset({*_FAILURES, *_TEXT_FAILURES, *SILENT})


def failure(channel: str, to: str) -> Refused | None:
    """How this address fails on this channel, if it does so on purpose."""
    return _FAILURES.get(to) or (_TEXT_FAILURES.get(to) if channel == "text" else None)
