"""Taking down that somebody has come."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.checkins.models import Checkin


@transaction.atomic
def check_in(*, agency: Agency, fields: Mapping[str, Any], actor: Actor, now: datetime) -> Checkin:
    """Add a check-in; `fields` are the model's own."""
    made = Checkin.objects.create(agency=agency, created_at=now, updated_at=now, **fields)
    record(agency_id=agency.id, actor=actor, verb="created", kind="checkin", ids=[made.id], now=now)
    return made
