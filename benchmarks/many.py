"""Many at once: searching, the Contacts page, a bulk opt-out and an export, at 100 thousand and 1 million contacts, or 1 and 5 million."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from statistics import quantiles
from uuid import UUID

from django.db import connection, transaction

from benchmarks.crowd import crowd
from benchmarks.ground import NOW, fill, sql
from benchmarks.opt_out import BARE, bench_agency
from benchmarks.table import Row
from duenotice.actions.bulk import Bulk, begin
from duenotice.actions.bulk_outcome import Verb
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.contacts.search import ContactSearch, find_contacts
from duenotice.contacts.whole_search import Records
from duenotice.db.paging import Cursor
from duenotice.events.quick_search import quick_search
from duenotice.jobs import running
from duenotice.jobs.models import Job, State
from duenotice.lib.identity import uuid7
from duenotice.reports.exporting import begin_export
from duenotice.runner.kinds import STEPS

TIMES, FIRST = 40, 6
BULK = 100_000
SIZES, LARGE = [100_000, 1_000_000], [1_000_000, 5_000_000]
# What is typed, and within how many milliseconds the 95th percentile should be.
SEARCHES = {
    "a full number": (lambda n: f"+1{2000000000 + n * 7}", 5),
    "an exact email": (lambda n: f"first{n}.last{n % 5000}@example.org", 5),
    "the beginning of a number": (lambda n: f"+1{2000000000 + n * 7}"[:9], 5),
    "the ending of a number": (lambda n: f"{2000000000 + n * 7}"[-7:], 5),
    "any four digits": (lambda n: f"{1000 + n % 9000}", 50),
    "a part of an email": (lambda n: f"st{n}.la", 50),
    "a name by its beginning": (lambda n: f"last{n % 5000}", 50),
    "a misspelt name": (lambda n: f"frist{n} last{n % 5000}", 300),
}
# What the list asks for by itself once these were found: whoever else has it somewhere in the middle.
FURTHER = ["a full number", "an exact email", "the ending of a number"]
OLD = NOW - timedelta(days=80)
FILTERS = {
    "text, mobile": ContactSearch(channel="text", type="mobile"),
    "fax, opted out": ContactSearch(channel="fax", consent="out"),
    "text, school": ContactSearch(channel="text", type="school"),
    "opted in, Invalid": ContactSearch(consent="in", validity="invalid"),
    "opted out, Invalid": ContactSearch(consent="out", validity="invalid"),
    "school, a day long ago": ContactSearch(type="school", created_from=OLD, created_until=OLD + timedelta(days=1)),
    "opted out, a day long ago": ContactSearch(consent="out", created_from=OLD, created_until=OLD + timedelta(days=1)),
    "email, a name": ContactSearch(channel="email", client="last17"),
}
BARE_COPY = """
COPY (SELECT client.first_name, client.last_name, client.reference, address.value, contact.extension, contact.entered, contact.name,
    contact.type, contact.channel, address.consent, contact.created_at, contact.id
FROM contacts_contact AS contact
JOIN contacts_address AS address ON address.agency_id = contact.agency_id AND address.id = contact.address_id
JOIN clients_client AS client ON client.agency_id = contact.agency_id AND client.id = contact.client_id
WHERE contact.agency_id = '{agency}') TO STDOUT (FORMAT csv)
"""
BARE_OPT_OUT = BARE.replace("= %(address)s", "= ANY(%(addresses)s)").replace(
    "VALUES (uuidv7(), %(agency)s, %(now)s, %(address)s, '\\x00', 'out', 'staff', '')",
    "SELECT uuidv7(), %(agency)s, %(now)s, id, '\\x00', 'out', 'staff', '' FROM unnest(%(addresses)s::uuid[]) AS id",
)


def measure(*, large: bool, contacts: Sequence[int] = ()) -> Iterator[Row]:
    """At each of `contacts`, one agency after the other; a hundred small agencies stand beside them."""
    first: dict[str, float] = {}
    for count in contacts or (LARGE if large else SIZES):
        agency = Agency.objects.get(id=crowd(f"many-{count}", count))
        yield from _searches(agency, count, first)
        yield from _pages(agency, count)
        yield _export(agency, count)
    yield _bulk()


def _searches(agency: Agency, contacts: int, first: dict[str, float]) -> Iterator[Row]:
    def taken(what: str, *, everywhere: bool) -> float:
        typed, each = SEARCHES[what][0], contacts // 2 // TIMES - 1
        return _percentile(lambda number: quick_search(agency, typed(1 + number * each), everywhere=everywhere))

    for what, (_typed, goal) in SEARCHES.items():
        took = taken(what, everywhere=False)
        yield Row(f"quick search of {contacts:,}: {what}", took, goal, "ms, 95th percentile", "at most 1")
        if what in first and goal == 5:
            yield Row("  the same, beside the smaller agency", took, first[what], "ms, 95th percentile", "at most 1.5")
        first.setdefault(what, took)
        if what in FURTHER:
            yield Row("  and what follows by itself", taken(what, everywhere=True), 50, "ms, 95th percentile", "at most 1")


def _pages(agency: Agency, contacts: int) -> Iterator[Row]:
    taken = {}
    for what, wanted in FILTERS.items():
        taken[what] = _percentile(lambda _number, wanted=wanted: find_contacts(agency, wanted, Cursor()))  # type: ignore[misc]
        yield Row(f"Contacts page of {contacts:,}: {what}", taken[what], 150, "ms, 95th percentile", "at most 1")
    [(edge,)] = sql("SELECT id FROM contacts_contact WHERE agency_id = %s ORDER BY id DESC OFFSET 50000 LIMIT 1", [agency.id])
    later = _percentile(lambda _number: find_contacts(agency, FILTERS["text, mobile"], Cursor(after=edge)))
    yield Row("the thousandth page, beside the first", later, taken["text, mobile"], "ms, 95th percentile", "about 1")


def _export(agency: Agency, contacts: int) -> Row:
    begun = time.perf_counter()
    with connection.cursor() as cursor, cursor.cursor.copy(BARE_COPY.format(agency=agency.id)) as copy:
        for _piece in copy:
            pass
    bare = contacts / (time.perf_counter() - begun)
    who = Actor("user", uuid7())
    job = begin_export(agency=agency, listing="contacts", search=ContactSearch(), format="csv", actor=who, now=NOW)
    return Row(f"export of {contacts:,} contacts, beside a bare COPY", contacts / _seconds(job), bare, "rows/s", "at least 0.5")


def _bulk() -> Row:
    """Two agencies alike: one by the bulk action, the other by the bare statement that it could at best be."""
    ours, other = bench_agency("many-bulk"), bench_agency("many-bare")
    for agency in (ours, other):
        fill(agency.id, clients=BULK, messages_each=1)
    ids: list[UUID] = [row[0] for row in sql("SELECT id FROM contacts_address WHERE agency_id = %s ORDER BY id", [other.id])]
    begun = time.perf_counter()
    for number in range(0, BULK, 1000):
        with transaction.atomic():
            sql(BARE_OPT_OUT, {"agency": other.id, "addresses": ids[number : number + 1000], "now": NOW})
    bare = BULK / (time.perf_counter() - begun)
    bulk = Bulk(Verb.OPT_OUT, Records("contact", search=ContactSearch()))
    job = begin(agency=ours, bulk=bulk, actor=Actor("user", uuid7()), now=NOW)
    return Row(f"bulk opt-out of {BULK:,} contacts with a message each", BULK / _seconds(job), bare, "contacts/s", "at least 0.5")


def _seconds(job: Job) -> float:
    """Runs the job to its end, as a runner would that has nothing else to do."""
    begun = time.perf_counter()
    while Job.objects.get(agency_id=job.agency_id, id=job.id).state in (State.WAITING, State.RUNNING):
        running.run(job.agency_id, job.id, STEPS, clock=lambda: NOW)
    assert Job.objects.get(agency_id=job.agency_id, id=job.id).state == State.DONE
    return time.perf_counter() - begun


def _percentile(work: Callable[[int], object]) -> float:
    """The 95th percentile, in milliseconds. The first calls are not counted: a connection plans five times what it then plans no more."""
    taken = []
    for number in range(TIMES + FIRST):
        begun = time.perf_counter()
        work(number % TIMES)
        taken.append((time.perf_counter() - begun) * 1000)
    return quantiles(taken[FIRST:], n=20)[18]
