"""The history of a contact, in words: what happened, how it came about, and who did it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duenotice.messaging.history import Entry

WHAT: dict[str, str | Promise] = {
    "created": gettext_lazy("Created"),
    "updated": gettext_lazy("Changed"),
    "replaced": gettext_lazy("Replaced by another contact"),
    "archived": gettext_lazy("Archived"),
    "trashed": gettext_lazy("Moved to the trash"),
    "restored": gettext_lazy("Restored"),
    "undone": gettext_lazy("Put back by Undo"),
    "invalid": gettext_lazy("Became Invalid"),
    "valid": gettext_lazy("Found valid"),
    "profile_saved": gettext_lazy("Social profile saved"),
    "profile_removed": gettext_lazy("Social profile removed"),
    "consent_out": gettext_lazy("OPTED-OUT"),
    "consent_in": gettext_lazy("OPTED-IN"),
    "consent_unset": gettext_lazy("Opt-out or opt-in taken back"),
    "consent_unclear": gettext_lazy("Wrote something that may be a wish to stop"),
    "message_submitting": gettext_lazy("Message being sent"),
    "message_sent": gettext_lazy("Message sent"),
    "message_delivered": gettext_lazy("Message delivered"),
    "message_failed": gettext_lazy("Message failed"),
    "message_simulated": gettext_lazy("Message simulated"),
    "message_unknown": gettext_lazy("Message of unknown outcome"),
    "message_expired": gettext_lazy("Message expired"),
    "message_cancelled": gettext_lazy("Message cancelled"),
    "message_received": gettext_lazy("Message received"),
}
HOW: dict[str, str | Promise] = {
    "keyword": gettext_lazy("the person, by keyword"),
    "one_click": gettext_lazy("the person, by one-click unsubscribe"),
    "portal": gettext_lazy("the person, in the portal"),
    "import": gettext_lazy("an upload"),
    "upload": gettext_lazy("an upload"),
    "api": gettext_lazy("the API"),
    "gateway": gettext_lazy("the carrier or mail service"),
    "receipt": gettext_lazy("the carrier or mail service"),
    "inbound": gettext_lazy("a received message"),
    "undo": gettext_lazy("Undo"),
    "system": gettext_lazy("Due Notice"),
    "staff": gettext_lazy("staff"),
    "user": gettext_lazy("staff"),
}
OF_MESSAGE: dict[str, str | Promise] = {
    "one_off": gettext_lazy("one-off"),
    "auto": gettext_lazy("auto message"),
    "flow": gettext_lazy("flow"),
    "reply": gettext_lazy("reply"),
    "compliance": gettext_lazy("confirmation"),
}
BADGES = {"consent_out": "opted_out", "consent_in": "opted_in", "archived": "archived", "trashed": "trashed", "invalid": "invalid"}


@dataclass(frozen=True)
class Told:
    """One line of the history. `quoted` is what the person wrote."""

    entry: Entry
    what: str | Promise
    by: str | Promise
    badge: str
    quoted: str
    reason: str


def told(entry: Entry) -> Told:
    """An unknown code is shown as it is rather than hidden."""
    of_message = entry.what.startswith("message_")
    badge = BADGES.get(entry.what, entry.what.removeprefix("message_") if of_message else "")
    if of_message:
        by: str | Promise = OF_MESSAGE.get(entry.how, "")
    else:
        by = _by(entry)
    quoted = "" if of_message else entry.words
    return Told(entry, WHAT.get(entry.what, entry.what), by, badge, quoted, entry.words if of_message else "")


def _by(entry: Entry) -> str | Promise:
    how = HOW.get(entry.how, entry.how)
    if not entry.who:
        return how
    return entry.who if entry.how in ("staff", "user") else _("%(who)s, by %(how)s") % {"who": entry.who, "how": how}
