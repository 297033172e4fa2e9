"""What is forgotten of programs: tokens that ended, answers kept for a day, calls kept for three months."""

from datetime import datetime, timedelta

from duenotice.lib.identity import first_at
from duenotice.programs.models import Answered, ApiCall, ApiToken
from duenotice.programs.once import KEPT_FOR

CALLS_KEPT_FOR = timedelta(days=90)


def prune(now: datetime) -> int:
    """Answers how many rows went."""
    over = [
        ApiToken.objects.filter(expires_at__lt=now),
        Answered.objects.filter(at__lt=now - KEPT_FOR),
        ApiCall.objects.filter(id__lt=first_at(now - CALLS_KEPT_FOR)),
    ]
    return sum(rows.delete()[0] for rows in over)
