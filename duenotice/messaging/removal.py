"""Deleting what waits: messages that nothing was handed off of yet. Whoever calls holds the lock that ends deliverability."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from duenotice.db.named_sql import named_sql
from duenotice.messaging.models import WAITING, Message

Stash = list[dict[str, Any]]
COLUMNS = ("address_id", "contact_id", "client_id", "event_id", "template_id", "id")


def remove_waiting(agency_id: UUID, *, by: str, ids: Sequence[UUID], channels: Sequence[str] | None = None) -> Stash:
    """Delete waiting messages whose `by` is one of `ids`; answer them whole, for Undo.

    With `channels`, only those that would go by one of them. Confirmations stay: they answer the person's own STOP or HELP.
    """
    assert by in COLUMNS
    statement = named_sql("messaging", "remove_waiting").replace("{by}", by)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"agency_id": agency_id, "ids": list(ids), "channels": list(channels) if channels is not None else None})
        return read_stash(cursor.fetchall())


def delete_of_templates(agency_id: UUID, template_ids: Sequence[UUID]) -> int:
    """Delete for good what waits of these templates, however much that is; answers how many."""
    with connection.cursor() as cursor:
        cursor.execute(named_sql("messaging", "delete_of_templates"), {"agency_id": agency_id, "ids": list(template_ids)})
        return int(cursor.rowcount)


def remove_fallbacks(agency_id: UUID, event_id: UUID) -> None:
    """Delete what waits about an event in the place of failed messages: the event follows another flow by now."""
    about = Message.objects.filter(agency_id=agency_id, event_id=event_id, status__in=WAITING, fallback_of__isnull=False)
    if ids := list(about.values_list("id", flat=True)):
        remove_waiting(agency_id, by="id", ids=ids)


def read_stash(rows: Sequence[tuple[str]]) -> Stash:
    """Rows of `to_jsonb(message)`, which Django's connection hands over as text."""
    return [json.loads(row[0]) for row in rows]


def bring_back(agency_id: UUID, stash: Stash, *, now: datetime) -> list[UUID]:
    """Insert deleted messages again as scheduled, those that are not due yet; answers their ids. The caller checks deliverability."""
    with connection.cursor() as cursor:
        cursor.execute(named_sql("messaging", "bring_back"), {"agency_id": agency_id, "stash": json.dumps(stash), "now": now})
        return [row[0] for row in cursor.fetchall()]


def count_waiting(agency_id: UUID, *, by: str, ids: Sequence[UUID]) -> int:
    """How many messages `remove_waiting` would delete: the number that the Tools menu shows before it is pressed (L5)."""
    assert by in COLUMNS
    with connection.cursor() as cursor:
        cursor.execute(named_sql("messaging", "count_waiting").replace("{by}", by), {"agency_id": agency_id, "ids": list(ids)})
        return int(cursor.fetchone()[0])


def count_waiting_of_contact(agency_id: UUID, *, contact_id: UUID, address_id: UUID) -> tuple[int, int]:
    """How many messages wait for a contact, and how many for its address, whoever shares it; by one statement."""
    with connection.cursor() as cursor:
        params = {"agency_id": agency_id, "contact_id": contact_id, "address_id": address_id}
        cursor.execute(named_sql("messaging", "count_waiting_of_contact"), params)
        of_contact, of_address = cursor.fetchone()
        return of_contact, of_address
