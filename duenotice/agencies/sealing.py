"""The hash chain of an agency's activity (P6): sealing what was written, and finding out whether it was changed since.

Rows are appended unchained, because chaining inside each transaction would make every change of an agency wait for every other. A duty
seals them each minute. A row's id tells when it was made; rows are sealed in the order of their ids once no transaction that began before
them is open any more, so none can come late.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from duenotice.agencies.models import Activity, ActivitySeal, Agency
from duenotice.lib.identity import first_at

# Clocks of web machines and of the database differ by less (`duenotice doctor` says so where they do not).
MARGIN = timedelta(seconds=30)
MOST_ROWS = 1_000


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold: the seal's number, what is wrong, and the time of the last seal before it, after which it happened."""

    number: int
    words: str
    after: datetime | None


@dataclass
class Verified:
    """What verifying an agency's chain found. `head` is the hash of the last seal, `unsealed` counts the rows after it."""

    seals: int = 0
    rows: int = 0
    unsealed: int = 0
    head: str = ""
    breaks: list[Break] = field(default_factory=list)


def agencies_to_seal() -> list[UUID]:
    """Every agency."""
    return list(Agency.objects.order_by("id").values_list("id", flat=True))


@transaction.atomic
def seal(agency_id: UUID, now: datetime) -> int:
    """Seal the agency's next rows, at most MOST_ROWS, that can have no late companion any more; answers how many. 0: nothing is left."""
    Agency.objects.select_for_update(no_key=True).get(id=agency_id)  # one at a time
    last = ActivitySeal.objects.filter(agency_id=agency_id).order_by("-number").first()
    before = first_at(min(now, _oldest_transaction() or now) - MARGIN)
    rows = list(_after(agency_id, last).filter(id__lt=before)[:MOST_ROWS])
    if rows:
        ActivitySeal.objects.create(
            agency_id=agency_id,
            number=last.number + 1 if last else 1,
            upto=rows[-1].id,
            count=len(rows),
            hash=chained(last.hash if last else "", rows),
            at=now,
        )
    return len(rows)


def chained(previous: str, rows: Iterable[Activity]) -> str:
    """SHA-256 over the previous seal's hash and each row, one to a line; in hexadecimal."""
    digest = hashlib.sha256(previous.encode())
    for row in rows:
        digest.update(b"\n" + canonical(row))
    return digest.hexdigest()


def canonical(row: Activity) -> bytes:
    """All that a row says, as JSON in which nothing is left to choice."""
    told = {
        "id": str(row.id),
        "agency": str(row.agency_id),
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": [row.actor_kind, str(row.actor_id) if row.actor_id else None, row.from_ip],
        "verb": row.verb,
        "record": [row.record_kind, str(row.record_id)],
        "detail": row.detail,
    }
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def verify(agency_id: UUID) -> Verified:
    """Compute the agency's chain anew. After a break it goes on from the hash that is stored, so each is told once."""
    found, last = Verified(), None
    for one in ActivitySeal.objects.filter(agency_id=agency_id).order_by("number").iterator():
        found.breaks += [Break(one.number, words, last.at if last else None) for words in _wrong(one, last)]
        found.seals, found.rows, last = found.seals + 1, found.rows + one.count, one
    found.head = last.hash if last else ""
    found.unsealed = _after(agency_id, last).count()
    return found


def was_head(agency_id: UUID, noted: str) -> bool:
    """Whether a hash that somebody noted down earlier is still in the chain; if not, its end was cut off or written anew."""
    return ActivitySeal.objects.filter(agency_id=agency_id, hash=noted).exists()


def _wrong(one: ActivitySeal, last: ActivitySeal | None) -> Iterator[str]:
    expected = last.number + 1 if last else 1
    if one.number != expected:
        yield f"seals {expected} to {one.number - 1} are missing"
    rows = list(_after(one.agency_id, last).filter(id__lte=one.upto)[: MOST_ROWS * 2])
    if len(rows) != one.count:
        yield f"{one.count} rows were sealed, {len(rows)} are there"
    elif chained(last.hash if last else "", rows) != one.hash:
        yield "a row was changed, or the seal"


def _after(agency_id: UUID, last: ActivitySeal | None) -> QuerySet[Activity]:
    rows = Activity.objects.filter(agency_id=agency_id).order_by("id")
    return rows.filter(id__gt=last.upto) if last else rows


def _oldest_transaction() -> datetime | None:
    """When the oldest transaction of the product began that is still open, this one aside."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(xact_start) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user"
            " AND pid <> pg_backend_pid()"
        )
        oldest: datetime | None = cursor.fetchone()[0]
    return oldest
