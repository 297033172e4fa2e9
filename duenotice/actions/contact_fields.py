"""Giving many contacts the same channel or type at once, and taking that back (F3, C4)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from duenotice.actions.lifecycle import StateChange
from duenotice.actions.undo import Restored, remember
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.channels import carries
from duenotice.contacts.models import Address, Contact
from duenotice.flows.hold import hold_definitions
from duenotice.flows.sync import Scope, sync
from duenotice.messaging.models import WAITING, Message
from duenotice.messaging.rechannel import rechannel

Field = Literal["channel", "type"]


@transaction.atomic
def set_field(*, agency: Agency, field: Field, ids: Sequence[UUID], to: str, actor: Actor, now: datetime) -> StateChange:
    """Set the channel or type of contacts; one whose address the channel cannot carry is left alone. A new channel re-checks what waits."""
    hold_definitions(agency.id)
    contacts = [contact for contact in _hold(agency, ids) if getattr(contact, field) != to]
    if field == "channel":
        contacts = [contact for contact in contacts if carries(contact.address.kind, to)]
    if not contacts:
        return StateChange()
    before = {str(contact.id): [getattr(contact, field), to] for contact in contacts}
    deleted = _set(agency, field, dict.fromkeys(contacts, to), actor, now)
    undo_id = remember(agency=agency, actor=actor, verb=f"{field}_contact", before=before, stash=[], now=now)
    return StateChange([contact.id for contact in contacts], deleted, undo_id)


@transaction.atomic
def restore_fields(*, agency: Agency, field: Field, before: Mapping[str, list[str]], actor: Actor, now: datetime) -> Restored:
    """Give contacts back what they had, where nobody has changed it since."""
    hold_definitions(agency.id)
    held = _hold(agency, [UUID(key) for key in before])
    standing = {contact: before[str(contact.id)][0] for contact in held if getattr(contact, field) == before[str(contact.id)][1]}
    deleted = _set(agency, field, standing, actor, now)
    return Restored([contact.id for contact in standing], deleted)


def _set(agency: Agency, field: Field, values: Mapping[Contact, str], actor: Actor, now: datetime) -> int:
    """Answers how many scheduled messages could not go by the new channel, or are not called for on it, and were deleted."""
    deleted = 0
    if field == "channel":
        ids = [contact.id for contact in values]
        waiting = Message.objects.filter(agency_id=agency.id, contact_id__in=ids, status__in=WAITING).values_list("contact_id", flat=True)
        written_to = set(waiting)
        for contact, to in values.items():
            if contact.id in written_to:
                deleted += rechannel(agency=agency, contact=contact, channel=to, now=now)
    for to in set(values.values()):
        same = [contact.id for contact, value in values.items() if value == to]
        Contact.objects.filter(agency_id=agency.id, id__in=same).update(**{field: to}, updated_at=now)
    ids = [contact.id for contact in values]
    record(agency_id=agency.id, actor=actor, verb="updated", kind="contact", ids=ids, now=now, detail={"fields": [field]})
    return deleted + sync(agency, Scope(contacts=ids), now).deleted if field == "channel" else deleted


def _hold(agency: Agency, ids: Sequence[UUID]) -> list[Contact]:
    """The contacts with their addresses and clients, locked in lock order."""
    mine = Contact.objects.filter(agency_id=agency.id, id__in=ids)
    shared = Address.objects.select_for_update(no_key=True).filter(agency_id=agency.id, id__in=mine.values("address_id"))
    addresses = {address.id: address for address in shared.order_by("id")}
    contacts = list(mine.select_for_update(no_key=True).order_by("id"))
    whose = [contact.client_id for contact in contacts if contact.client_id]
    clients = Client.objects.select_for_update(no_key=True).filter(agency_id=agency.id, id__in=whose).order_by("id").in_bulk()
    for contact in contacts:
        contact.address = addresses[contact.address_id]
        contact.client = clients.get(contact.client_id) if contact.client_id else None
    return contacts
