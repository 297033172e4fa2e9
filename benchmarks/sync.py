"""Syncing a whole agency: the first time, with nothing to do, after some events moved; and one client; beside the bare statements."""

import time
from collections.abc import Iterator
from datetime import time as clock
from uuid import UUID

from django.db import transaction

from benchmarks.ground import NOW, PEOPLE, paired_milliseconds, sql
from benchmarks.table import Row
from duenotice.actions.auto_messages import Wording
from duenotice.actions.flows import StepDraft, save_flow, save_step
from duenotice.agencies.activity import SYSTEM
from duenotice.agencies.models import Agency
from duenotice.flows.slices import Extent, Place
from duenotice.flows.sync import Scope, Synced, sync
from duenotice.senders.models import Registration, Sender

# Events, each with a client of its own, who has two contacts; and three steps: six messages an event.
FEW, MANY = 10_000, 300_000
STEPS = (7, 3, 1)
TIMES = 100
SECOND_CONTACTS = """
WITH numbered AS (SELECT id, client_id, row_number() OVER (ORDER BY id) AS n FROM contacts_contact WHERE agency_id = %(agency)s),
addresses AS (
    INSERT INTO contacts_address (id, agency_id, created_at, updated_at, kind, value, consent, invalid_for, invalid_reason,
        invalid_source, line_type, time_zones)
    SELECT uuidv7(), %(agency)s, %(now)s, %(now)s, 'phone', '+1' || (5000000000 + n * 7), 'unset', '{}', '', '', 'unknown',
        ARRAY[(ARRAY['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles'])[1 + n %% 4]]
    FROM numbered RETURNING id, value
), addressed AS (SELECT id, value, row_number() OVER () AS n FROM addresses)
INSERT INTO contacts_contact (id, agency_id, created_at, updated_at, client_id, address_id, entered, extension, name, type, channel, source)
SELECT uuidv7(), %(agency)s, %(now)s, %(now)s, numbered.client_id, addressed.id, addressed.value, '', '', 'mobile', 'text', 'bench'
FROM numbered JOIN addressed USING (n)
"""
EVENTS = """
WITH numbered AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM clients_client WHERE agency_id = %(agency)s),
events AS (
    INSERT INTO events_event (id, agency_id, created_at, updated_at, reference, type, status_name, messages_disabled, description, date,
        time, time_zone, starts_at, location_name, location_address, judge, case_number, notes, version)
    SELECT uuidv7(), %(agency)s, %(now)s, %(now)s, '', 'Hearing', '', false, '', local::date, local::time, 'America/New_York',
        local AT TIME ZONE 'America/New_York', '', '', '', 'C-' || n, '', 1
    FROM numbered CROSS JOIN LATERAL (
        SELECT timestamp '2026-12-08 09:00' + n %% 60 * interval '1 day' + n %% 14 * interval '30 min'
    ) AS t (local)
    RETURNING id
), held AS (SELECT id, row_number() OVER () AS n FROM events), followed AS (
    INSERT INTO flows_eventflow (id, agency_id, created_at, updated_at, event_id, flow_id)
    SELECT uuidv7(), %(agency)s, %(now)s, %(now)s, id, %(flow)s FROM held
)
INSERT INTO events_attendance (id, agency_id, created_at, updated_at, event_id, client_id, "primary")
SELECT uuidv7(), %(agency)s, %(now)s, %(now)s, held.id, numbered.id, true FROM held JOIN numbered USING (n)
"""
# As many rows into the same table, with the same indexes and foreign keys, of what is known beforehand.
BARE = """
INSERT INTO messaging_message (id, agency_id, created_at, updated_at, client_id, contact_id, address_id, event_id, sender_id, template_id,
    kind, channel, status, status_at, origin_id, occasion, planned_for, language, subject, body, sent_subject, sent_body, files, segments,
    send_at, expires_at, ignores_quiet_hours, held_for, claim, attempts, reason_code, reason, gateway, gateway_reference, needs_review,
    shared_address)
SELECT uuidv7(), %(agency)s, %(now)s, %(now)s, contact.client_id, contact.id, contact.address_id, event.id, sender.id, step.template_id,
    'flow', 'text', 'scheduled', %(now)s, step.id, event.id || ' ' || event.date, event.starts_at - step.amount * interval '1 day',
    'en',
    '', '', '', '', '{}', 1, event.starts_at - step.amount * interval '1 day', event.starts_at,
    false, '', 0, 0, '', '', '', '', false, false
FROM events_event AS event
JOIN events_attendance AS attendance ON attendance.agency_id = event.agency_id AND attendance.event_id = event.id
JOIN contacts_contact AS contact ON contact.agency_id = event.agency_id AND contact.client_id = attendance.client_id
JOIN flows_eventflow AS followed ON followed.agency_id = event.agency_id AND followed.event_id = event.id
JOIN flows_flowstep AS step ON step.agency_id = event.agency_id AND step.flow_id = followed.flow_id
JOIN senders_sender AS sender ON sender.agency_id = event.agency_id
WHERE event.agency_id = %(agency)s AND event.id = ANY(%(events)s)
"""
ONE_CLIENT = """
SELECT count(*) FROM events_attendance AS attendance
JOIN contacts_contact AS contact ON contact.agency_id = attendance.agency_id AND contact.client_id = attendance.client_id
JOIN flows_eventflow AS followed ON followed.agency_id = attendance.agency_id AND followed.event_id = attendance.event_id
JOIN flows_flowstep AS step ON step.agency_id = attendance.agency_id AND step.flow_id = followed.flow_id
LEFT JOIN messaging_message AS message ON message.agency_id = attendance.agency_id AND message.contact_id = contact.id
    AND message.origin_id = step.id
WHERE attendance.agency_id = %(agency)s AND attendance.client_id = %(client)s
"""
MOVE = """
UPDATE events_event SET date = date + 1, starts_at = starts_at + interval '1 day' WHERE agency_id = %(agency)s AND id = ANY(%(events)s)
"""


def measure(*, large: bool) -> Iterator[Row]:
    count = MANY if large else FEW
    agency = _agency(count)
    slices = list(_slices(agency))
    bare = _seconds(lambda: _bare(agency, slices))
    sql("DELETE FROM messaging_message WHERE agency_id = %s", [agency.id])
    sql("VACUUM ANALYZE messaging_message")
    first, made = _synced(agency, slices)
    rows = count * 2 * len(STEPS)
    assert made.created == rows, made
    yield Row(f"first sync of {count:,} events, {rows:,} messages", rows / first, rows / bare, "messages a second", "at least 0.5")
    sql("VACUUM ANALYZE messaging_message")
    idle, made = _synced(agency, slices)
    assert made.nothing, made
    yield Row("sync with nothing to do, beside the first", idle, first, "seconds", "at most 0.1")
    moving = [id for scope in slices for id in scope.events][::100]
    sql(MOVE, {"agency": agency.id, "events": moving})
    moved, made = _synced(agency, slices)
    assert made.moved + made.created + made.deleted >= len(moving), made
    yield Row("sync after 1 % of events moved, beside nothing to do", moved, idle, "seconds", "little above 1")
    clients = [row[0] for row in sql("SELECT id FROM clients_client WHERE agency_id = %s ORDER BY id LIMIT %s", [agency.id, TIMES + 3])]
    known = [{"agency": agency.id, "client": one} for one in clients]
    bare_one, ours = paired_milliseconds(lambda at: sql(ONE_CLIENT, known[at]), lambda at: _one(agency, clients[at]), TIMES)
    yield Row("one client with nothing to do, beside its bare statement", ours, bare_one, "ms", "under 20 ms, at most 3")


def _agency(count: int) -> Agency:
    agency = Agency.objects.create(reference="bench-sync", name="Bench")
    Sender.objects.create(
        agency=agency,
        kind="phone",
        value="+12025550100",
        channels=["text"],
        primary_channels=["text"],
        gateway="handset",
        registration=Registration.REGISTERED,
    )
    given = {"agency": agency, "actor": SYSTEM, "now": NOW}
    flow = save_flow(flow=None, name="Court", **given)
    words = {"en": Wording("Court", "You have court on [EventDateTime].")}
    for amount in STEPS:
        draft = StepDraft(name=f"{amount} days", kind="before", wordings=words, amount=amount, at=clock(10))
        save_step(flow=flow, step=None, draft=draft, **given)
    params = {"agency": agency.id, "clients": count, "now": NOW, "flow": flow.id}
    for statement in (PEOPLE, SECOND_CONTACTS, EVENTS):
        sql(statement, params)
    sql("VACUUM ANALYZE")
    return agency


def _slices(agency: Agency) -> Iterator[Scope]:
    extent, place = Extent(agency, NOW), Place()
    while following := extent.after(place):
        scope, place = following
        yield scope


def _synced(agency: Agency, slices: list[Scope]) -> tuple[float, Synced]:
    begun, done = time.perf_counter(), Synced()
    for scope in slices:
        done += sync(agency, scope, NOW)
    return time.perf_counter() - begun, done


def _bare(agency: Agency, slices: list[Scope]) -> None:
    for scope in slices:
        if scope.events:
            with transaction.atomic():
                sql(BARE, {"agency": agency.id, "now": NOW, "events": list(scope.events)})


def _one(agency: Agency, client_id: UUID) -> None:
    sync(agency, Scope(clients=[client_id]), NOW)


def _seconds(work: object) -> float:
    begun = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - begun
