"""Becoming Invalid, and being found valid again (C3)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.contacts.channels import channels_of
from duenotice.contacts.models import Address, Contact, InvalidSource
from duenotice.contacts.parse import parse
from duenotice.lifecycle.states import LIVE
from duenotice.messaging.removal import remove_waiting


@transaction.atomic
def mark_invalid(
    *, agency: Agency, address_ids: Sequence[UUID], channels: Sequence[str], reason: str, source: str, actor: Actor, now: datetime
) -> int:
    """Addresses cannot be reached on these channels: delete what is scheduled to them there; answers how many messages that were.

    `reason` is a code of contacts.parse.INVALID_REASONS.
    """
    rows = Address.objects.select_for_update().filter(agency_id=agency.id, id__in=address_ids).order_by("id")
    for row in rows:
        row.invalid_for = sorted({*row.invalid_for, *channels} & set(channels_of(row.kind)))
        row.invalid_reason, row.invalid_source, row.invalid_at, row.updated_at = reason, source, now, now
        row.save(update_fields=["invalid_for", "invalid_reason", "invalid_source", "invalid_at", "updated_at"])
    deleted = remove_waiting(agency.id, by="address_id", ids=address_ids, channels=channels)
    _record(agency, address_ids, "invalid", actor, now, {"reason": reason, "source": source})
    return len(deleted)


@transaction.atomic
def mark_valid(*, agency: Agency, address_id: UUID, actor: Actor, now: datetime) -> None:
    """Staff know that the address can be reached. Nothing is synced by itself; Sync Messages is offered on its contacts."""
    Address.objects.filter(agency_id=agency.id, id=address_id).update(
        invalid_for=[], invalid_reason="", invalid_source="", invalid_at=None, updated_at=now
    )
    live = Contact.objects.filter(LIVE, agency_id=agency.id, address_id=address_id).order_by("id")
    held = list(live.select_for_update(no_key=True).values_list("id", flat=True))
    Contact.objects.filter(agency_id=agency.id, id__in=held).update(sync_offered_at=now)
    _record(agency, [address_id], "valid", actor, now, {})


@transaction.atomic
def check_again(*, agency: Agency, contact: Contact, actor: Actor, now: datetime) -> bool:
    """Look at the address's format afresh; answers whether it can be reached now."""
    parsed = parse(contact.entered, region=agency.region)
    if parsed.invalid_reason:
        mark_invalid(
            agency=agency,
            address_ids=[contact.address_id],
            channels=channels_of(parsed.kind),
            reason=parsed.invalid_reason,
            source=InvalidSource.FORMAT,
            actor=actor,
            now=now,
        )
        return False
    mark_valid(agency=agency, address_id=contact.address_id, actor=actor, now=now)
    return True


def _record(agency: Agency, address_ids: Sequence[UUID], verb: str, actor: Actor, now: datetime, detail: dict[str, object]) -> None:
    contacts = Contact.objects.filter(agency_id=agency.id, address_id__in=address_ids).values_list("id", flat=True)
    record(agency_id=agency.id, actor=actor, verb=verb, kind="contact", ids=contacts, now=now, detail=detail)
