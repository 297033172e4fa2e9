"""A backlog after an outage: two workers drain it at the sender's speed, due-soonest first, and never send what has expired."""

import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from benchmarks.dispatch import megabytes, messages_due, stub, worker
from benchmarks.ground import sql
from benchmarks.table import Row

FEW, MANY = 100_000, 1_000_000
SPEED = 300
SECONDS = 90
# As an outage of a day leaves them behind: due one after the other; every tenth has expired meanwhile.
SPREAD = """
WITH numbered AS (SELECT id, row_number() OVER (ORDER BY random()) AS n FROM messaging_message WHERE agency_id = %(agency)s)
UPDATE messaging_message AS message
SET send_at = %(now)s - interval '1 day' + n * interval '1 day' / %(count)s,
    expires_at = CASE WHEN n %% 10 = 0 THEN %(now)s - interval '1 minute' ELSE %(now)s + interval '1 day' END
FROM numbered WHERE message.agency_id = %(agency)s AND message.id = numbered.id
"""
LIMIT = "UPDATE senders_sender SET speed = %(speed)s, tokens = 0, tokens_at = now() WHERE agency_id = %(agency)s"
# The first second's worth is in the bucket, and the workers start one after the other, so the speed is told of what came after.
RATE = """
WITH sent AS (SELECT started_at FROM messaging_attempt WHERE agency_id = %(agency)s),
steady AS (SELECT min(started_at) + interval '10 seconds' AS first, max(started_at) AS last FROM sent)
SELECT (count(*) - 1) / extract(epoch FROM max(started_at) - min(started_at)) FROM sent, steady WHERE started_at > first
"""
SOONEST = """
WITH sent AS (SELECT count(*) AS n FROM messaging_attempt WHERE agency_id = %(agency)s),
soonest AS (
    SELECT id, attempts FROM messaging_message WHERE agency_id = %(agency)s AND expires_at > %(now)s ORDER BY send_at, id
    LIMIT (SELECT n FROM sent)
)
SELECT count(*) FILTER (WHERE attempts > 0), count(*) FROM soonest
"""
EXPIRED_SENT = "SELECT count(*) FROM messaging_message WHERE agency_id = %(agency)s AND expires_at <= %(now)s AND attempts > 0"


def measure(*, large: bool) -> Iterator[Row]:
    count = MANY if large else FEW
    with stub(0.05) as url:
        agency = messages_due(count, url)
        given = {"agency": agency.id, "count": count, "speed": SPEED, "now": datetime.now(UTC)}
        for statement in (SPREAD, LIMIT):
            sql(statement, given)
        sql("VACUUM ANALYZE messaging_message")
        early, late = _drain(SECONDS)
    [[rate]] = sql(RATE, given)
    yield Row(f"speed of a backlog of {count:,}, two workers, limit {SPEED}", float(rate), float(SPEED), "a second", "0.98 to 1.02")
    yield Row("of what was sent, how much was the due-soonest", *map(float, sql(SOONEST, given)[0]), "messages", "nearly 1")
    [[expired]] = sql(EXPIRED_SENT, given)
    yield Row("expired messages sent, of those that expired", float(expired), count / 10, "messages", "0")
    yield Row(f"memory of both workers at the end, beside after {SECONDS // 4} s", late, early, "MB", "about 1")


def _drain(seconds: float) -> tuple[float, float]:
    """Megabytes of both workers after a quarter of the time, and at the end."""
    workers = [worker(), worker()]
    time.sleep(seconds / 4)
    early = sum(map(megabytes, workers))
    time.sleep(seconds * 3 / 4)
    late = sum(map(megabytes, workers))
    for one in workers:
        one.send_signal(signal.SIGTERM)
        one.wait()
    return early, late
