"""What the contact screen shows, gathered (C8)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from duenotice.agencies.models import Agency
from duenotice.contacts.models import Contact, SocialProfile
from duenotice.contacts.networks import network_name
from duenotice.contacts.why_not import invalid_words, why_not
from duenotice.lookups.models import Lookup
from duenotice.messaging.history import SIZE, history
from duenotice.messaging.reach import Reach, reach
from duenotice.messaging.recipients import recipients
from duenotice.messaging.removal import count_waiting_of_contact
from duenotice.web.access import PageRequest
from duenotice.web.contacts.forms import SaveContact, SocialProfileForm, initial
from duenotice.web.contacts.history_words import told
from duenotice.web.contacts.labels import badges_of, label_of
from duenotice.web.syncing.offer import offered


@dataclass(frozen=True)
class Answer:
    """The answer to: will messages reach this contact? In words, with what to do where they do not (C9)."""

    yes: bool
    words: str | Promise
    advice: str | Promise = ""
    held_until: datetime | None = None
    simulated: bool = False


def screen(request: PageRequest, contact: Contact, **forms: Any) -> dict[str, Any]:
    """The template's words; `forms` are those that were filled in with errors, by name."""
    agency = request.agency
    [recipient] = recipients(agency, [contact])
    entries = history(agency=agency, contact=contact, before=_before(request))
    return {
        "contact": contact,
        "client": contact.client,
        "label": label_of(contact),
        "badges": badges_of(contact),
        "answer": answer(contact, reach(agency=agency, recipient=recipient, now=request.now)),
        "invalid": invalid_words(contact.address) if contact.address.invalid_on(contact.channel) else None,
        "voice_offered": contact.channel == "text" and contact.address.invalid_on("text") and not contact.address.invalid_on("voice"),
        "sync_count": offered(request, "contact", contact.id) if contact.sync_offered_at and recipient.obstacle is None else None,
        "recipients": [recipient],
        "waiting": counts(agency, contact),
        "save_form": SaveContact(initial=initial(contact)),
        "profile_form": SocialProfileForm(),
        "profiles": [(profile, network_name(profile.network, profile.url)) for profile in _profiles(contact)],
        "lookups": _lookups(request, contact),
        "replaced_by": Contact.objects.filter(agency_id=agency.id, replaces_id=contact.id).select_related("address").first(),
        "replaces": _replaced(contact),
        "history": [told(entry) for entry in entries],
        "earlier": entries[-1].at.isoformat() if len(entries) == SIZE else "",
        **forms,
    }


def counts(agency: Agency, contact: Contact) -> dict[str, int]:
    """How many scheduled messages each entry of the Tools menu would delete (L5)."""
    of_contact, of_address = count_waiting_of_contact(agency.id, contact_id=contact.id, address_id=contact.address_id)
    return {"contact": of_contact, "address": of_address}


def answer(contact: Contact, found: Reach) -> Answer:
    """The one rule's answer, in words."""
    if found.obstacle is not None:
        return Answer(False, *why_not(contact, found.obstacle))
    if found.simulated:
        words = _("Messages are only simulated: the agency is in Simulate Mode, and nothing leaves.")
        return Answer(True, words, held_until=found.held_until, simulated=True)
    return Answer(True, _("Yes. Messages reach this contact."), held_until=found.held_until)


def _replaced(contact: Contact) -> Contact | None:
    """The contact whose place this one took."""
    if contact.replaces_id is None:
        return None
    return Contact.objects.filter(agency_id=contact.agency_id, id=contact.replaces_id).select_related("address").first()


def _profiles(contact: Contact) -> list[SocialProfile]:
    return list(SocialProfile.objects.filter(agency_id=contact.agency_id, contact_id=contact.id).order_by("id"))


def _lookups(request: PageRequest, contact: Contact) -> list[Lookup]:
    """The newest lookups of its address, for those who may make some."""
    if "lookups" not in request.permissions:
        return []
    return list(Lookup.objects.filter(agency_id=contact.agency_id, address_id=contact.address_id).order_by("-id")[:5])


def _before(request: PageRequest) -> datetime | None:
    """Where the history goes on; what makes no sense means its beginning."""
    try:
        moment = parse_datetime(request.GET.get("before", ""))
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
