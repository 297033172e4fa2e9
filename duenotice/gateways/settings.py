"""Reads a gateway's settings, which people typed, and refuses what cannot work."""

from collections.abc import Mapping

from duenotice.gateways.protocol import BadSettings

_MISSING = "The gateway's setting “{name}” is missing."


def text(settings: Mapping[str, object], name: str, default: str | None = None) -> str:
    """The setting as text, without surrounding space; missing or empty, the default. Raises BadSettings where there is none."""
    value = settings.get(name)
    if value is None or value == "":
        if default is None:
            raise BadSettings(_MISSING.format(name=name))
        return default
    if not isinstance(value, str) or not value.isprintable():
        raise BadSettings(f"The gateway's setting “{name}” has to be plain text on one line.")
    return value.strip()


def number(settings: Mapping[str, object], name: str, default: float, *, least: float, most: float) -> float:
    """The setting as a number within bounds; missing, the default. Raises BadSettings."""
    value = settings.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise BadSettings(f"The gateway's setting “{name}” has to be a number from {least:g} to {most:g}.")
    return value
