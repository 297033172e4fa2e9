"""When each step of the sample court flow goes; what it says is in words/samples.py (A2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from duenotice.flows.models import StepKind
from duenotice.words.samples import COURT, Sample

TEN = time(10)


@dataclass(frozen=True)
class SampleStep:
    """`amount` counts days, or business days."""

    sample: Sample
    kind: str
    amount: int = 0
    at: time | None = None
    business_days: bool = False


# Court reminders 7, 3 and 1 days ahead lower missed hearings by about a fifth; a word the day after brings people back.
COURT_FLOW: Sequence[SampleStep] = (
    SampleStep(COURT["court_date_set"], StepKind.ON_CREATED),
    SampleStep(COURT["one_week_before"], StepKind.BEFORE, 7, TEN),
    SampleStep(COURT["three_days_before"], StepKind.BEFORE, 3, TEN),
    SampleStep(COURT["one_day_before"], StepKind.BEFORE, 1, TEN),
    SampleStep(COURT["missed_court"], StepKind.ON_STATUS, 1, TEN, business_days=True),
)
