"""The ways to reach an address, the types of contact, and which channel a new contact gets (C4)."""

from django.utils.translation import gettext_lazy as _

CHANNELS = {"text": _("text"), "voice": _("voice"), "email": _("email"), "fax": _("fax")}
TYPES = {
    "mobile": _("mobile"),
    "home": _("home"),
    "work": _("work"),
    "school": _("school"),
    "fax": _("fax"),
    "other": _("other"),
}

_CARRIED_BY = {"phone": frozenset({"text", "voice", "fax"}), "email": frozenset({"email"})}


def carries(kind: str, channel: str) -> bool:
    """Whether this kind of address ("phone" or "email") can be reached on this channel at all."""
    return channel in _CARRIED_BY[kind]


def channels_of(kind: str) -> list[str]:
    """Every channel that can reach this kind of address."""
    return [channel for channel in CHANNELS if carries(kind, channel)]


def default_channel(kind: str, type: str, line_type: str = "unknown") -> str:
    """The channel of a new contact: email for an email, fax where its type is fax, voice for a known landline, else text."""
    if kind == "email":
        return "email"
    if type == "fax":
        return "fax"
    return "voice" if line_type == "landline" else "text"
