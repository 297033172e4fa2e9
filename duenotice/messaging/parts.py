"""Which message a carrier means that knows nothing of our own ids: by what it called each part when it took it (SMPP)."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from duenotice.db.named_sql import named_sql
from duenotice.gateways.protocol import Parts
from duenotice.messaging.models import Message
from duenotice.messaging.part import Part

# A number with fewer digits is a short code, or none at all; carriers leave out the country in front of longer ones.
LEAST_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Handed:
    """The parts that a carrier took of one attempt to hand a message off."""

    message_id: UUID
    attempt: int
    parts: Parts


@dataclass(frozen=True, slots=True)
class Known:
    """A part that a carrier tells of, and whose it is."""

    id: UUID
    message_id: UUID
    attempt: int
    number: int
    of: int


def keep(agency_id: UUID, handed: Sequence[Handed]) -> None:
    """Remember what the carrier calls these parts, if it gave them a name. Once is enough: what is known already stays."""
    rows = [(one, number, name) for one in handed for number, name in enumerate(one.parts.references, 1) if name.strip()]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            named_sql("messaging", "keep_parts"),
            {
                "agency_id": agency_id,
                "message_ids": [one.message_id for one, _number, _name in rows],
                "attempts": [one.attempt for one, _number, _name in rows],
                "numbers": [number for _one, number, _name in rows],
                "totals": [one.parts.of for one, _number, _name in rows],
                "references": [_spelled(name) for _one, _number, name in rows],
            },
        )


def find(agency_id: UUID, told: Sequence[tuple[str, Sequence[str]]]) -> list[Known | None]:
    """The part that each reference means, together with the phones that the carrier names with it.

    Carriers write an id in hexadecimal when they take a message and in decimal when they tell of it, or the other way round, and use ids
    again: so the recipient has to be one of the phones, and of several parts the one that is spelled alike comes first, then the newest.
    """
    spellings = [_spellings(reference) for reference, _phones in told]
    asked = {one for several in spellings for one in several}
    rows = Part.objects.filter(agency_id=agency_id, reference__in=asked).order_by("-id")
    found = list(rows.values_list("reference", "message__address__value", "id", "message_id", "attempt", "number", "of"))
    answers: list[Known | None] = []
    for (_reference, phones), several in zip(told, spellings, strict=True):
        fits = sorted((one for one in found if one[0] in several and _meant(one[1], phones)), key=lambda one: several.index(one[0]))
        answers.append(Known(*fits[0][2:]) if fits else None)
    return answers


def mark(agency_id: UUID, told: Sequence[tuple[Known, str]]) -> set[tuple[UUID, int]]:
    """Note what became of parts, delivered or failed, once each; the attempts, by message, of which every part is delivered now.

    In a transaction of the caller's. The messages are locked first: two workers that hear of the last two parts at once must not both
    find that one is still out.
    """
    ids = sorted({known.message_id for known, _status in told})
    list(Message.objects.select_for_update(no_key=True).filter(agency_id=agency_id, id__in=ids).order_by("id").values_list("id"))
    first: dict[UUID, str] = {}
    for known, status in told:
        first.setdefault(known.id, status)
    for status in set(first.values()):
        meant = [id for id, one in first.items() if one == status]
        Part.objects.filter(agency_id=agency_id, id__in=meant, status="").update(status=status)
    delivered = Part.objects.filter(agency_id=agency_id, message_id__in=ids, status="delivered")
    count = Counter(delivered.values_list("message_id", "attempt", "of"))
    return {(message_id, attempt) for (message_id, attempt, of), there in count.items() if there == of}


def _spelled(reference: str) -> str:
    return reference.strip().lower().lstrip("0")[:64] or "0"


def _spellings(reference: str) -> list[str]:
    """As it is, as the hexadecimal of a decimal, as the decimal of a hexadecimal."""
    spelled = _spelled(reference)
    others = [f"{int(spelled):x}"] if re.fullmatch("[0-9]+", spelled) else []
    others += [str(int(spelled, 16))] if re.fullmatch("[0-9a-f]+", spelled) else []
    return list(dict.fromkeys([spelled, *others]))


def _meant(to: str, phones: Sequence[str]) -> bool:
    """Whether one of the phones, as a carrier writes them, is this one; true where it names none that is long enough to tell."""
    digits = [re.sub(r"\D", "", phone).lstrip("0") for phone in phones]
    long = [one for one in digits if len(one) >= LEAST_DIGITS]
    return not long or any(to.endswith(one) for one in long)
