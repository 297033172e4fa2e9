"""The buttons on the contact screen. Pressed twice, or on a page that is old by now, they say truthfully that nothing was left to do."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from duenotice.actions.confirming import confirm_contact
from duenotice.actions.consent import Cause, opt_in, opt_out
from duenotice.actions.contacts import ContactChanges, save_contact
from duenotice.actions.lifecycle import archive, restore, trash
from duenotice.actions.social_profiles import remove_profile
from duenotice.actions.validity import check_again, mark_valid
from duenotice.contacts.models import Contact
from duenotice.contacts.why_not import invalid_words
from duenotice.web.access import PageRequest
from duenotice.web.alerts import alert
from duenotice.web.contacts import told
from duenotice.web.contacts.labels import label_of
from duenotice.web.press import press
from duenotice.web.undoing import undo


def contact_or_404(request: PageRequest, id: UUID) -> Contact:
    """One contact of this agency, with its address and client."""
    return get_object_or_404(Contact.objects.select_related("address", "client"), agency_id=request.agency.id, id=id)


@press("update_contacts", back="contact")
def opt_out_contact(request: PageRequest, id: UUID) -> None:
    contact = contact_or_404(request, id)
    change = opt_out(agency=request.agency, address_ids=[contact.address_id], cause=Cause("staff"), actor=request.actor, now=request.now)
    told.opted_out(request, contact, change)


@press("update_contacts", back="contact")
def opt_in_contact(request: PageRequest, id: UUID) -> None:
    contact = contact_or_404(request, id)
    change = opt_in(agency=request.agency, address_ids=[contact.address_id], cause=Cause("staff"), actor=request.actor, now=request.now)
    told.opted_in(request, contact, change)


@press("update_contacts", back="contact")
def archive_contact(request: PageRequest, id: UUID) -> None:
    contact = contact_or_404(request, id)
    change = archive(agency=request.agency, kind="contact", ids=[contact.id], actor=request.actor, now=request.now)
    told.moved(request, contact, change, "archived")


@press("update_contacts", back="contact")
def trash_contact(request: PageRequest, id: UUID) -> None:
    contact = contact_or_404(request, id)
    change = trash(agency=request.agency, kind="contact", ids=[contact.id], actor=request.actor, now=request.now)
    told.moved(request, contact, change, "trashed")


@press("update_contacts", back="contact")
def restore_contact(request: PageRequest, id: UUID) -> None:
    contact = contact_or_404(request, id)
    change = restore(agency=request.agency, kind="contact", ids=[contact.id], actor=request.actor, now=request.now)
    told.moved(request, contact, change, "restored")


@press("update_contacts", back="contact")
def undo_contact(request: PageRequest, id: UUID, undo_id: UUID) -> None:
    contact_or_404(request, id)
    undo(request, undo_id)


@press("update_contacts", back="contact")
def check_contact_again(request: PageRequest, id: UUID) -> None:
    contact = contact_or_404(request, id)
    if check_again(agency=request.agency, contact=contact, actor=request.actor, now=request.now):
        alert(request, "success", _("%(contact)s looks right and is valid again.") % {"contact": label_of(contact)})
    else:
        contact.address.refresh_from_db(from_queryset=type(contact.address).objects.filter(agency_id=request.agency.id))
        why = " ".join(invalid_words(contact.address))
        alert(request, "warning", _("%(contact)s is still Invalid. %(why)s") % {"contact": label_of(contact), "why": why})


@press("update_contacts", back="contact")
def mark_contact_valid(request: PageRequest, id: UUID) -> None:
    contact = contact_or_404(request, id)
    mark_valid(agency=request.agency, address_id=contact.address_id, actor=request.actor, now=request.now)
    alert(request, "success", _("%(contact)s is marked valid. Messages can go to it again.") % {"contact": label_of(contact)})


@press("update_contacts", back="contact")
def use_voice(request: PageRequest, id: UUID) -> None:
    """For a number that texts cannot reach, and calls can."""
    contact = contact_or_404(request, id)
    changes = ContactChanges(contact.name, contact.type, "voice")
    save_contact(agency=request.agency, contact=contact, changes=changes, actor=request.actor, now=request.now)
    alert(
        request, "success", _("%(contact)s is called from now on. What is scheduled goes by voice, too.") % {"contact": label_of(contact)}
    )


@press("update_contacts", back="contact")
def confirm_found_contact(request: PageRequest, id: UUID) -> None:
    contact = contact_or_404(request, id)
    if confirm_contact(agency=request.agency, contact=contact, actor=request.actor, now=request.now):
        alert(request, "success", _("%(contact)s is confirmed. Messages can go to it.") % {"contact": label_of(contact)})


@press("update_contacts", back="contact")
def remove_social_profile(request: PageRequest, id: UUID, profile_id: UUID) -> None:
    contact = contact_or_404(request, id)
    removed = remove_profile(agency=request.agency, contact=contact, profile_id=profile_id, actor=request.actor, now=request.now)
    alert(request, "success" if removed else "info", _("The link was removed.") if removed else _("The link was removed already."))
