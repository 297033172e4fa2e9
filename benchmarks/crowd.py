"""A very large agency, and a hundred small ones beside it: people of all kinds, made by the database itself."""

from uuid import UUID

from benchmarks.ground import NOW, indexed_afterwards, sql
from benchmarks.opt_out import bench_agency

BESIDE, CLIENTS_BESIDE = 100, 2_000
# One in so many is rare in one way or another: who said stop or start, who cannot be reached, landlines, faxes, numbers at school.
PEOPLE = """
CREATE TEMPORARY TABLE crowd ON COMMIT DROP AS
SELECT n, uuidv7() AS client, uuidv7() AS phone, uuidv7() AS email, uuidv7() AS by_phone, uuidv7() AS by_email,
    %(now)s::timestamptz - (%(clients)s - n) * interval '90 days' / %(clients)s AS at
FROM generate_series(1, %(clients)s) AS n;
INSERT INTO clients_client (id, agency_id, created_at, updated_at, first_name, middle_name, last_name, reference, language, type,
    "group", status, gender, race, zip, time_zone, portal_off)
SELECT client, %(agency)s, at, at, 'First' || n, '', 'Last' || n %% 5000, 'R-' || n, 'en', '', '', '', '', '', '', '', false FROM crowd;
INSERT INTO contacts_address (id, agency_id, created_at, updated_at, kind, value, consent, invalid_for, invalid_reason, invalid_source,
    line_type, time_zones)
SELECT phone, %(agency)s, at, at, 'phone', '+1' || (2000000000 + n * 7),
    CASE WHEN n %% 50 = 7 THEN 'out' WHEN n %% 4000 = 9 THEN 'in' ELSE 'unset' END,
    CASE WHEN n %% 200 = 11 THEN ARRAY['text', 'voice', 'fax'] ELSE '{}'::text[] END,
    CASE WHEN n %% 200 = 11 THEN 'carrier_unknown' ELSE '' END, CASE WHEN n %% 200 = 11 THEN 'receipt' ELSE '' END, 'unknown', '{}'::text[]
FROM crowd
UNION ALL
SELECT email, %(agency)s, at, at, 'email', 'first' || n || '.last' || n %% 5000 || '@example.org', 'unset', '{}'::text[], '', '', 'unknown',
    '{}'::text[]
FROM crowd;
INSERT INTO contacts_contact (id, agency_id, created_at, updated_at, client_id, address_id, entered, extension, name, type, channel, source)
SELECT by_phone, %(agency)s, at, at, client, phone, '', '', '',
    CASE WHEN n %% 40 = 3 THEN 'home' WHEN n %% 1000 = 5 THEN 'school' WHEN n %% 5000 = 6 THEN 'fax' ELSE 'mobile' END,
    CASE WHEN n %% 40 = 3 THEN 'voice' WHEN n %% 5000 = 6 THEN 'fax' ELSE 'text' END, 'bench'
FROM crowd
UNION ALL
SELECT by_email, %(agency)s, at, at, client, email, '', '', '', 'other', 'email', 'bench' FROM crowd;
"""


def crowd(reference: str, contacts: int) -> UUID:
    """Make the large agency, a phone and an email for each client, and those beside it unless they are there; answers its id."""
    if not sql("SELECT 1 FROM agencies_agency WHERE reference = 'beside-0'"):
        for number in range(BESIDE):
            _fill(bench_agency(f"beside-{number}").id, CLIENTS_BESIDE)
    agency = bench_agency(reference)
    with indexed_afterwards("clients_client", "contacts_address", "contacts_contact"):
        _fill(agency.id, contacts // 2)
    sql("VACUUM ANALYZE")
    return agency.id


def _fill(agency_id: UUID, clients: int) -> None:
    sql(f"BEGIN; {PEOPLE} COMMIT", {"agency": agency_id, "clients": clients, "now": NOW})
