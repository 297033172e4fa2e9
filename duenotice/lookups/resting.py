"""May a provider be asked now? One that failed again and again is left alone for a while, then tried with one question (K3).

Per agency, because each has an account of its own there; in the database, because any number of runners ask.
"""

from datetime import datetime, timedelta
from uuid import UUID

from duenotice.lookups.models import Switch
from duenotice.lookups.protocol import Result

# The provider's own faults. Wrong credentials, no credit or a refused question are answers: asking another question is no use, but no harm.
FAULTS = frozenset({"time_out", "no_connection", "broken_off", "too_long", "not_json", "down", "too_many"})
# In a row.
FAILURES = 3
# Doubled with every failure after the third.
FIRST_REST, LONGEST_REST = timedelta(minutes=1), timedelta(minutes=30)
# While one question tries whether it is well again, no other is asked; longer than anybody waits for an answer.
TRIAL = timedelta(minutes=2)


def may_ask(agency_id: UUID, provider: str, now: datetime) -> bool:
    """Whether it is not resting; the first question after its rest is its trial. In the caller's transaction, which holds its switch."""
    switch = Switch.objects.select_for_update().get(agency_id=agency_id, provider=provider)
    if switch.failures < FAILURES:
        return True
    if switch.rests_until and switch.rests_until > now:
        return False
    Switch.objects.filter(agency_id=agency_id, id=switch.id).update(rests_until=now + TRIAL, updated_at=now)
    return True


def heard(agency_id: UUID, provider: str, result: Result, now: datetime) -> None:
    """Learn from how a question ended."""
    switch = Switch.objects.select_for_update().filter(agency_id=agency_id, provider=provider).first()
    if switch is None or (result.code not in FAULTS and not switch.failures):
        return
    failures, until = (switch.failures + 1, None) if result.code in FAULTS else (0, None)
    if failures >= FAILURES:
        until = now + min(FIRST_REST * 2 ** min(failures - FAILURES, 10), LONGEST_REST)
    fault = result.code if failures else ""
    Switch.objects.filter(agency_id=agency_id, id=switch.id).update(failures=failures, fault=fault, rests_until=until, updated_at=now)
