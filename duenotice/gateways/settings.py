"""Reads a gateway's settings, which people typed, and refuses what cannot work."""

from collections.abc import Mapping

from duenotice.gateways.protocol import BadSettings
from duenotice.lib.marking import gettext_noop as _


def text(settings: Mapping[str, object], name: str, default: str | None = None) -> str:
    """The setting as text, without surrounding space; missing or empty, the default. Raises BadSettings where there is none."""
    value = settings.get(name)
    if value is None or value == "":
        if default is None:
            raise BadSettings(_("The gateway needs this setting, and it is empty."), name)
        return default
    if not isinstance(value, str) or not value.isprintable():
        raise BadSettings(_("This setting has to be plain text on one line."), name)
    return value.strip()


def number(settings: Mapping[str, object], name: str, default: float, *, least: float, most: float) -> float:
    """The setting as a number within bounds; missing, the default. Raises BadSettings."""
    value = settings.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise BadSettings(_("This setting has to be a number within bounds."), name, f"{least:g}–{most:g}")
    return value
