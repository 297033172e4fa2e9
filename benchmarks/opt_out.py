"""Opting one contact out, its agency holding many scheduled messages, beside the bare SQL that it could at best be."""

from collections.abc import Iterator
from uuid import UUID

from django.db import connection, transaction

from benchmarks.ground import NOW, fill, paired_milliseconds, sql
from benchmarks.table import Row
from duenotice.actions.consent import Cause, opt_out
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.lib.identity import uuid7
from duenotice.senders.models import Sender

TIMES = 300
BARE = """
WITH changed AS (
    UPDATE contacts_address SET consent = 'out', consent_at = %(now)s, updated_at = %(now)s
    WHERE agency_id = %(agency)s AND id = %(address)s
), ledger AS (
    INSERT INTO contacts_consentevent (id, agency_id, at, address_id, address_hash, change, how, wording_version)
    VALUES (uuidv7(), %(agency)s, %(now)s, %(address)s, '\\x00', 'out', 'staff', '')
), activity AS (
    INSERT INTO agencies_activity (id, agency_id, at, actor_kind, verb, record_kind, record_id, detail)
    SELECT uuidv7(), %(agency)s, %(now)s, 'user', 'opted_out', 'contact', id, '{}' FROM contacts_contact
    WHERE agency_id = %(agency)s AND address_id = %(address)s
)
DELETE FROM messaging_message WHERE agency_id = %(agency)s AND address_id = %(address)s AND status IN ('scheduled', 'claimed')
RETURNING to_jsonb(messaging_message)
"""


# As sending leaves them behind: a fifth of the agency's messages changed since they were vacuumed.
DEAD = """
UPDATE messaging_message SET updated_at = updated_at + interval '1 second'
WHERE agency_id = %s AND id IN (SELECT id FROM messaging_message WHERE agency_id = %s ORDER BY random() LIMIT %s)
"""
STILL_IN = "SELECT id FROM contacts_address WHERE agency_id = %s AND consent = 'unset' ORDER BY random() LIMIT %s"


def measure(*, large: bool) -> Iterator[Row]:
    for clients in [2_500_000] if large else [50_000, 500_000]:
        agency = bench_agency(f"bench-{clients}")
        fill(agency.id, clients=clients, messages_each=2)
        yield _row(agency, f"opt out of one contact, {clients * 2:,} messages scheduled")
    dead = clients * 2 // 5
    sql(DEAD, [agency.id, agency.id, dead])
    yield _row(agency, f"the same, with {dead:,} dead rows")


def _row(agency: Agency, name: str) -> Row:
    ids = [row[0] for row in sql(STILL_IN, [agency.id, 2 * (TIMES + 3)])]
    bare, ours = paired_milliseconds(
        lambda number: _bare(agency, ids[2 * number]), lambda number: _ours(agency, ids[2 * number + 1]), TIMES
    )
    return Row(name, ours, bare, "ms", "at most 2")


def bench_agency(reference: str) -> Agency:
    agency = Agency.objects.create(reference=reference, name=reference)
    Sender.objects.create(
        agency=agency, kind="phone", value="+12025550100", channels=["text"], primary_channels=["text"], gateway="handset"
    )
    return agency


def _bare(agency: Agency, address_id: UUID) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM contacts_address WHERE agency_id = %s AND id = %s FOR UPDATE", [agency.id, address_id])
        cursor.execute(BARE, {"agency": agency.id, "address": address_id, "now": NOW})


def _ours(agency: Agency, address_id: UUID) -> None:
    opt_out(agency=agency, address_ids=[address_id], cause=Cause("staff"), actor=Actor("user", uuid7()), now=NOW)
