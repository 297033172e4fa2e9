"""The phone numbers and email addresses that a row gives, and what spreadsheets did to them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from duenotice.contacts.channels import TYPES
from duenotice.contacts.parse import NotAnAddress, Parsed, digits, parse
from duenotice.uploads.fields import FIELDS, plain

_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,]\d+)?e[+]?\d+", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*[;|\n]\s*|\s+(?:or|and|y|o)\s+|\s*,\s+|\s+/\s+", re.IGNORECASE)
_NOTHING = {
    "",
    "n a",
    "na",
    "none",
    "null",
    "nil",
    "unknown",
    "unk",
    "no phone",
    "no email",
    "ninguno",
    "ninguna",
    "desconocido",
    "no tiene",
    "tbd",
}
_TYPE_WORDS = {
    "mobile": "mobile cell cellular celular movil cel cellphone sms text",
    "home": "home h casa landline residence res",
    "work": "work w business office trabajo employer",
    "school": "school escuela",
    "fax": "fax",
    "other": "other otro",
}
_CHANNEL_WORDS = {
    "text": "text sms texto txt mobile",
    "voice": "voice call phone voz llamada",
    "email": "email e mail correo",
    "fax": "fax",
}
_TYPE_OF = {"mobile_phone": "mobile", "home_phone": "home", "work_phone": "work", "fax": "fax"}
_YES = {"y", "yes", "true", "t", "1", "x", "si", "opted out", "opted-out", "out", "stop", "dnc", "do not contact"}
_NO = {"", "n", "no", "false", "f", "0", "in", "opted in", "opted-in", "ok"}


# What is wrong, as a code, and what it is about.
Problem = tuple[str, str]


@dataclass(frozen=True)
class Way:
    """A phone number or email address that a row gives, and how its contact is made: `type` and `channel` are empty for the usual ones."""

    parsed: Parsed
    type: str = ""
    channel: str = ""
    name: str = ""


def ways_of(said: list[tuple[str, str]], region: str, ways: list[Way], problems: list[Problem]) -> None:
    """Appends the addresses that the cells of a row give, each once, and what is wrong with them."""
    told = dict(said)
    kind, channel = _word(told.get("contact_type"), _TYPE_WORDS), _word(told.get("contact_channel"), _CHANNEL_WORDS)
    seen = set()
    for name, text in said:
        if not FIELDS[name].many:
            continue
        for entered in _several(text):
            parsed = _address(name, entered, region, problems)
            if parsed is None or (parsed.kind, parsed.value) in seen:
                continue
            seen.add((parsed.kind, parsed.value))
            wanted = _TYPE_OF.get(name) or (kind if parsed.kind == "phone" else "")
            carried = channel if channel and (channel == "email") == (parsed.kind == "email") else ""
            ways.append(Way(parsed, wanted, carried, told.get("contact_name", "")))


def _several(text: str) -> Iterator[str]:
    """The addresses of one cell, which may hold several."""
    parts = [part for part in _SEVERAL.split(text) if part]
    apart = len(parts) > 1 and all("@" in part or len(digits(part)) >= 7 for part in parts)
    return (part for part in (parts if apart else [" ".join(text.split())]) if not says_nothing(part))


def _address(name: str, entered: str, region: str, problems: list[Problem]) -> Parsed | None:
    entered = entered.removesuffix(".0") if entered.removesuffix(".0").isdecimal() else entered
    if _SCIENTIFIC.fullmatch(entered):
        problems.append(("phone_scientific", name))
        return None
    try:
        parsed = _parse(entered, region)
    except NotAnAddress:
        problems.append(("not_an_address", name))
        return None
    if parsed.invalid_reason and parsed.kind == "phone" and entered.isdecimal() and not _parse(f"+{entered}", region).invalid_reason:
        problems.append(("phone_plus_lost", name))
        return None
    if (name == "email") != (parsed.kind == "email") and name != "contact":
        problems.append(("wrong_kind", name))
        return None
    return parsed


@lru_cache(maxsize=20_000)
def _parse(entered: str, region: str) -> Parsed:
    return parse(entered, region=region)


def opted_out(said: list[tuple[str, str]], problems: list[Problem]) -> bool:
    """Whether the row says that its addresses are opted out. There is no word by which a row could opt anybody in (O4)."""
    word = " ".join(dict(said).get("opted_out", "").lower().split())
    if word not in _YES and word not in _NO:
        problems.append(("not_yes_or_no", "opted_out"))
    return word in _YES


def says_nothing(text: str) -> bool:
    """Whether somebody wrote that there is nothing: n/a, unknown, 000-000-0000."""
    found = digits(text)
    if not found:
        return plain(text) in _NOTHING or not any(sign.isalnum() for sign in text)
    return len(found) >= 7 and set(found) in ({"0"}, {"9"})


def _word(text: str | None, words: dict[str, str]) -> str:
    """Which of the known ones somebody's own word means; empty where it is none."""
    said = set(plain(text).split()) if text else set()
    return next((key for key, known in words.items() if said & set(known.split())), "") if said else ""


assert set(_TYPE_WORDS) == set(TYPES)
