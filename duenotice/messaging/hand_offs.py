"""Writing what the built-in handset was handed, and finding it again."""

import json
from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from duenotice.db.named_sql import named_sql
from duenotice.gateways import surroundings
from duenotice.messaging.models import HandOff


def record(handed: Sequence[surroundings.HandOff]) -> None:
    """All or none, in one statement. Files are kept by name, type and size."""
    files = [[{"name": file.name, "type": file.type, "size": len(file.content)} for file in one.files] for one in handed]
    with connection.cursor() as cursor:
        cursor.execute(
            named_sql("messaging", "record_hand_offs"),
            {
                "ids": [one.id for one in handed],
                "agencies": [one.agency_id for one in handed],
                "messages": [one.message_id for one in handed],
                "attempts": [one.attempt for one in handed],
                "ats": [one.at for one in handed],
                "channels": [one.channel for one in handed],
                "senders": [one.sender for one in handed],
                "tos": [one.to for one in handed],
                "subjects": [one.subject for one in handed],
                "bodies": [one.body for one in handed],
                "files": [json.dumps(one) for one in files],
            },
        )


def find(agency_id: UUID, message_id: UUID) -> UUID | None:
    """The reference of a message's hand-off."""
    found: UUID | None = HandOff.objects.filter(agency_id=agency_id, message_id=message_id).values_list("id", flat=True).first()
    return found
