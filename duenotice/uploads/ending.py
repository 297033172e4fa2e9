"""When a job with an upload came to its end: the stage it reached, and the activity that tells of it."""

from datetime import datetime
from typing import Any

from duenotice.agencies.activity import SYSTEM, record
from duenotice.uploads.models import Stage, Upload


def reach(upload: Upload, stage: Stage, now: datetime, **changes: Any) -> None:
    """The upload is now at this stage."""
    Upload.objects.filter(agency_id=upload.agency_id, id=upload.id).update(stage=stage, updated_at=now, **changes)
    detail = {"stage": str(stage)}
    record(agency_id=upload.agency_id, actor=SYSTEM, verb="ended", kind="upload", ids=[upload.id], now=now, detail=detail)
