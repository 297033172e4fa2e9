"""Keeping links to social profiles with a contact, and dropping them (K1)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.contacts.models import Contact, SocialProfile
from duenotice.contacts.networks import as_link, network_of


@transaction.atomic
def save_profile(*, agency: Agency, contact: Contact, entered: str, actor: Actor, now: datetime) -> SocialProfile:
    """Keep a link; one that is kept already stays as it is. Raises NotALink."""
    link = as_link(entered)
    profile, new = SocialProfile.objects.get_or_create(
        agency_id=agency.id,
        contact_id=contact.id,
        url=link,
        defaults={"network": network_of(link), "created_at": now, "updated_at": now},
    )
    if new:
        record(agency_id=agency.id, actor=actor, verb="profile_saved", kind="contact", ids=[contact.id], now=now)
    return profile


@transaction.atomic
def remove_profile(*, agency: Agency, contact: Contact, profile_id: UUID, actor: Actor, now: datetime) -> bool:
    """Drop a link; answers whether it was still there."""
    dropped, _models = SocialProfile.objects.filter(agency_id=agency.id, contact_id=contact.id, id=profile_id).delete()
    if dropped:
        record(agency_id=agency.id, actor=actor, verb="profile_removed", kind="contact", ids=[contact.id], now=now)
    return bool(dropped)
