"""Save to contact: one found fact becomes a person's own decision (K4). Nothing that is there already is overwritten."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.actions.contacts import LOOKUP, ContactChanges, TwinExists, create_contact, save_contact
from duenotice.actions.social_profiles import save_profile
from duenotice.actions.validity import mark_invalid
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.contacts.models import Address, Contact, InvalidSource
from duenotice.contacts.networks import NotALink
from duenotice.contacts.parse import NotAnAddress
from duenotice.lookups.models import Answer, Lookup

SAVABLE = frozenset({"profile", "email", "phone"})


class CannotSave(Exception):
    """With words that say why."""


@dataclass(frozen=True)
class Saved:
    """What became of a fact: `what` is profile, contact or channel; `contact` is where to look."""

    what: str
    contact: Contact


def savable(fact: dict[str, object]) -> bool:
    """Whether the fact says something that a contact can take."""
    return fact["name"] in SAVABLE or (fact["name"] == "line_type" and fact["value"] == "landline")


def holders(agency: Agency, lookup: Lookup) -> list[Contact]:
    """The contacts of the address that was looked up, the one that it was looked up for first."""
    found = Contact.objects.filter(agency_id=agency.id, address_id=lookup.address_id, trashed_at=None).select_related("client", "address")
    return sorted(found, key=lambda contact: (contact.id != lookup.contact_id, str(contact.id)))


@transaction.atomic
def save_fact(*, agency: Agency, lookup: Lookup, answer_id: UUID, place: int, contact_id: UUID, actor: Actor, now: datetime) -> Saved:
    """Save the fact at `place` of an answer to one of the address's contacts. Raises CannotSave."""
    answer = Answer.objects.filter(agency_id=agency.id, lookup_id=lookup.id, id=answer_id).first()
    contact = next((one for one in holders(agency, lookup) if one.id == contact_id), None)
    if answer is None or contact is None or not 0 <= place < len(answer.facts) or not savable(answer.facts[place]):
        raise CannotSave(_("This can no longer be saved. Look it up again."))
    name, value = str(answer.facts[place]["name"]), str(answer.facts[place]["value"])
    try:
        if name == "profile":
            save_profile(agency=agency, contact=contact, entered=value, actor=actor, now=now)
            return Saved("profile", contact)
        if name == "line_type":
            return Saved("channel", _to_voice(agency, contact, actor, now))
        made = create_contact(agency=agency, client=contact.client, entered=value, actor=actor, now=now, source=LOOKUP)
        return Saved("contact", made)
    except (NotALink, NotAnAddress, TwinExists) as refused:
        raise CannotSave(str(refused)) from refused


def _to_voice(agency: Agency, contact: Contact, actor: Actor, now: datetime) -> Contact:
    """A landline cannot get texts: this contact gets calls, and the address is Invalid for text for every contact of it."""
    changes = ContactChanges(name=contact.name, type=contact.type, channel="voice")
    save_contact(agency=agency, contact=contact, changes=changes, actor=actor, now=now)
    Address.objects.filter(agency_id=agency.id, id=contact.address_id).update(line_type="landline", updated_at=now)
    mark_invalid(
        agency=agency,
        address_ids=[contact.address_id],
        channels=["text"],
        reason="landline",
        source=InvalidSource.LOOKUP,
        actor=actor,
        now=now,
    )
    return contact
