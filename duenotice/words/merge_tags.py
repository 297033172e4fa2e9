"""Merge tags: `[Tag]` becomes its value, `[%Label:% Tag]` its label and value, and neither leaves a trace when there is none."""

import re
from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext_lazy as _

# Every tag there is, with what stands in its place.
TAGS = {
    "AgencyName": _("the agency's name"),
    "AgencyPhone": _("the agency's phone number"),
    "AgencyEmail": _("the agency's email address"),
    "DateToday": _("the date on which the message is sent"),
    "TimeNow": _("the time at which the message is sent"),
    "ClientName": _("the client's full name"),
    "ClientFirstName": _("the client's first name"),
    "ClientLastName": _("the client's last name"),
    "ClientReference": _("the client's reference"),
    "EventDate": _("the event's date"),
    "EventTime": _("the event's time"),
    "EventDateTime": _("the event's date and time"),
    "EventType": _("the event's type"),
    "EventStatus": _("the event's status"),
    "LocationName": _("the location's name"),
    "LocationAddress": _("the location's address"),
    "JudgeName": _("the judge's name"),
    "CaseNumber": _("the case number"),
    "AttorneyName": _("the attorney's name"),
    "PortalLink": _("a link to the client portal"),
    "UserName": _("the name of the user who sends the message"),
}

# A capital and letters in square brackets is meant as a tag; anything else in brackets is text.
_TAG = re.compile(r"\[(?:%(?P<label>[^\[\]%]*)%(?P<space>[ \t]*))?(?P<tag>[A-Z][A-Za-z]*)\]")
_CLOSING = (".", ",", ";", ":", "!", "?", ")")


def unknown_tags(text: str) -> list[str]:
    """The tags in `text` that do not exist, in order, each once. A template that has any is not saved (M8)."""
    return list(dict.fromkeys(found["tag"] for found in _TAG.finditer(text) if found["tag"] not in TAGS))


def tags_in(text: str) -> list[str]:
    """The known tags in `text`, in order, each once."""
    return list(dict.fromkeys(found["tag"] for found in _TAG.finditer(text) if found["tag"] in TAGS))


def fill(text: str, values: Mapping[str, str], *, escape: Callable[[str], str] = str) -> str:
    """`text` with each tag replaced by its value, stripped; one without a value vanishes with its label and the space it would leave.

    One pass: values are data, and a "[ClientName]" in a value stays as it is. Each value goes through `escape`, which makes it safe where
    the text is markup. Unknown tags stay as typed.
    """
    return _joined(_pieces(text, values, escape))


def _pieces(text: str, values: Mapping[str, str], escape: Callable[[str], str]) -> Iterable[tuple[str, bool]]:
    """Pairs of text and whether it is the template's own; an empty text is a tag that vanished."""
    position = 0
    for found in _TAG.finditer(text):
        if found["tag"] not in TAGS:
            continue
        if found.start() > position:
            yield text[position : found.start()], True
        value = values.get(found["tag"], "").strip()
        yield ((found["label"] or "") + (found["space"] or "") + escape(value) if value else ""), False
        position = found.end()
    if position < len(text):
        yield text[position:], True


def _joined(pieces: Iterable[tuple[str, bool]]) -> str:
    written: list[str] = []
    vanished = False
    for piece, own in pieces:
        if vanished and own:
            before, after = _closed(written.pop() if written else "", piece)
            written += [text for text in (before, after) if text]
            vanished = not after
        elif piece:
            written.append(piece)
            vanished = False
        else:
            vanished = True
    if vanished and written:
        written.append(written.pop().rstrip())
    return "".join(written)


def _closed(before: str, after: str) -> tuple[str, str]:
    """The two texts beside a tag that vanished, without the space, or the empty line, that only the tag explained."""
    rest = after.lstrip(" \t")
    if not before or before.endswith(("\n\n", "\n\r\n")):
        return before, rest.lstrip("\r\n")
    if before.endswith("\n"):
        return before, rest.removeprefix("\r").removeprefix("\n")
    if rest.startswith(("\n", "\r", *_CLOSING)):
        return before.rstrip(" \t"), rest
    return before, rest if before.endswith((" ", "\t")) else after
