"""Long texts come in as parts, each told by itself: put together once all are there, or after a while without those that never came."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from duenotice.actions.models import News
from duenotice.gateways.smpp_text import decoded

# Parts of one text come within seconds. What waits longer may be a wish to stop.
WAIT = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Whole:
    """A text as far as it came, and the news that it was told by."""

    body: str
    ids: list[UUID]


def whole(id: UUID, *, agency_id: UUID, content: Mapping[str, Any], now: datetime) -> Whole | None:
    """The text that this news is, or is a part of. None while others of its parts may still come, and where it is put together already.

    In a transaction of the caller's, who closes that news in it. Whoever hears the last part finds the others: each was kept before.
    """
    part = content.get("part")
    if not part:
        return Whole(content["body"], [id])
    waiting = News.objects.select_for_update().filter(agency_id=agency_id, applied_at=None, content__part__group=part["group"])
    rows = list(waiting.order_by("id").values_list("id", "content", "received_at"))
    if id not in [one for one, _content, _at in rows]:
        return None
    told: dict[int, dict[str, Any]] = {}
    for _id, other, _at in rows:
        told.setdefault(other["part"]["number"], other["part"])
    until = rows[0][2] + WAIT
    if len(told) < part["of"] and now < until:
        News.objects.filter(agency_id=agency_id, id=id).update(due_at=until)
        return None
    # Of two that claim the same place, one that says something else is of a later text by the same name.
    mine = [one for one, other, _at in rows if other["part"] == told[other["part"]["number"]]]
    return Whole(_read(told, part["of"]), mine)


def _read(told: Mapping[int, Mapping[str, Any]], of: int) -> str:
    """Octets next to each other are read together: some phones cut a character in two."""
    runs: list[tuple[int, str]] = []
    texts: list[str] = []
    for number in range(1, of + 1):
        part = told.get(number)
        if part and runs and runs[-1][0] == part["coding"]:
            runs[-1] = (part["coding"], runs[-1][1] + part["octets"])
        elif part:
            runs.append((part["coding"], part["octets"]))
        if part is None and (not texts or runs):
            texts += [*_decoded(runs), f" {_('(A part of this text has not come.)')} "]
            runs = []
    return "".join([*texts, *_decoded(runs)]).strip()


def _decoded(runs: list[tuple[int, str]]) -> list[str]:
    return [decoded(bytes.fromhex(octets), coding) for coding, octets in runs]
