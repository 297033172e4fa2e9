"""The database that benchmarks stand on: migrated, with one agency that owns as much as is asked for."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import django
from django.core.management import call_command
from django.db import connection

NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
PEOPLE = """
WITH people AS (
    INSERT INTO clients_client (id, agency_id, created_at, updated_at, first_name, middle_name, last_name, reference, language, type,
        "group", status, gender, race, zip, time_zone, portal_off)
    SELECT uuidv7(), %(agency)s, %(now)s, %(now)s, 'First' || n, '', 'Last' || n %% 5000, 'R-' || n, 'en', '', '', '', '', '', '', '',
        false
    FROM generate_series(1, %(clients)s) AS n RETURNING id
), numbered AS (SELECT id, row_number() OVER () AS n FROM people), addresses AS (
    INSERT INTO contacts_address (id, agency_id, created_at, updated_at, kind, value, consent, invalid_for, invalid_reason,
        invalid_source, line_type, time_zones)
    SELECT uuidv7(), %(agency)s, %(now)s, %(now)s, 'phone', '+1' || (2000000000 + n * 7), 'unset', '{}', '', '', 'unknown', '{}'
    FROM generate_series(1, %(clients)s) AS n RETURNING id, value
), addressed AS (SELECT id, value, row_number() OVER () AS n FROM addresses)
INSERT INTO contacts_contact (id, agency_id, created_at, updated_at, client_id, address_id, entered, extension, name, type, channel, source)
SELECT uuidv7(), %(agency)s, %(now)s, %(now)s, numbered.id, addressed.id, addressed.value, '', '', 'mobile', 'text', 'bench'
FROM numbered JOIN addressed USING (n)
"""
MESSAGES = """
INSERT INTO messaging_message (id, agency_id, created_at, updated_at, client_id, contact_id, address_id, sender_id, kind, channel,
    status, status_at, occasion, language, subject, body, sent_subject, sent_body, files, segments, send_at, expires_at,
    ignores_quiet_hours, held_for, claim, attempts, reason_code, reason, gateway, gateway_reference, needs_review, shared_address)
SELECT uuidv7(), %(agency)s, %(now)s, %(now)s, contact.client_id, contact.id, contact.address_id, sender.id, 'one_off', 'text',
    'scheduled', %(now)s, '', 'en', '', 'Your court date is near: case ' || n, '', '', '{}', 1, %(due)s + n * interval '1 second',
    %(due)s + interval '2 days', false, '', 0, 0, '', '', '', '', false, false
FROM contacts_contact AS contact CROSS JOIN generate_series(1, %(each)s) AS n
JOIN senders_sender AS sender ON sender.agency_id = contact.agency_id AND sender.kind = 'phone'
WHERE contact.agency_id = %(agency)s
"""


# Those that hold no constraint.
INDEXES = """
SELECT format('DROP INDEX %%I', indexname), indexdef FROM pg_indexes
WHERE schemaname = 'public' AND tablename = ANY(%s) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = indexname)
"""


def prepare() -> None:
    django.setup()
    call_command("migrate", verbosity=0)


def sql(statement: str, params: Any = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall() if cursor.description else []


def paired_milliseconds(one: Callable[[int], object], other: Callable[[int], object], times: int) -> tuple[float, float]:
    """The median times of a call of each, of `times`, taken in turn so that both meet the same machine; three each are not counted."""
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(times + 3):
        for work, durations in zip((one, other), taken, strict=True):
            begun = time.perf_counter()
            work(number)
            durations.append((time.perf_counter() - begun) * 1000)
    return median(taken[0][3:]), median(taken[1][3:])


@contextmanager
def indexed_afterwards(*tables: str) -> Iterator[None]:
    """Millions of rows come in several times faster while nothing but constraints is indexed."""
    indexes = sql(INDEXES, [list(tables)])
    for drop, _define in indexes:
        sql(drop)
    yield
    for _drop, define in indexes:
        sql(define)


def fill(agency_id: object, *, clients: int, messages_each: int) -> None:
    """Clients with one phone each and `messages_each` scheduled one-offs, set-based; ends with ANALYZE."""
    params = {"agency": agency_id, "clients": clients, "each": messages_each, "now": NOW, "due": NOW + timedelta(days=1)}
    with indexed_afterwards("clients_client", "contacts_address", "contacts_contact", "messaging_message"):
        sql(PEOPLE, params)
        sql(MESSAGES, params)
    sql("VACUUM ANALYZE")
