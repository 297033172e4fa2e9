"""What the alerts say after a press on a contact or a client: what happened, what follows, and Undo."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duenotice.actions.consent import ConsentChange
from duenotice.actions.lifecycle import StateChange
from duenotice.actions.take_back import TakenBack
from duenotice.clients.models import Client
from duenotice.contacts.models import Contact
from duenotice.contacts.why_not import invalid_words
from duenotice.web.access import PageRequest
from duenotice.web.alerts import Action, alert
from duenotice.web.contacts.labels import label_of
from duenotice.web.syncing.offer import offer

MOST_NAMED = 10


def added(request: PageRequest, contact: Contact) -> None:
    """A contact was made; what stands against reaching it is said at once."""
    label = label_of(contact)
    if contact.address.opted_out:
        words = _("%(contact)s was added. It starts OPTED-OUT, because this address opted out before.")
        return alert(request, "warning", words % {"contact": label})
    if contact.address.invalid_on(contact.channel):
        words = _("%(contact)s was added, but it is Invalid. %(why)s")
        return alert(request, "warning", words % {"contact": label, "why": " ".join(invalid_words(contact.address))})
    return alert(request, "success", _("%(contact)s was added.") % {"contact": label})


def opted_out(request: PageRequest, contact: Contact, change: ConsentChange) -> None:
    """Names every contact that the opt-out changed (O4) and counts what was deleted (O1)."""
    if not change.address_ids:
        return alert(request, "info", _("%(contact)s is opted out already. Nothing was changed.") % {"contact": label_of(contact)})
    words = _("%(contact)s is opted out. %(deleted)s %(others)s")
    filled = words % {"contact": label_of(contact), "deleted": deleted_words(change.deleted), "others": _shared(request, contact)}
    return alert(request, "success", filled.strip(), _undo("undo_contact", request, contact.id, change.undo_id))


def opted_in(request: PageRequest, contact: Contact, change: ConsentChange) -> None:
    if not change.address_ids:
        return alert(request, "info", _("%(contact)s is opted in already. Nothing was changed.") % {"contact": label_of(contact)})
    words = _("%(contact)s is opted in. Automated messages are created for it again as records are created or updated. %(others)s")
    filled = words % {"contact": label_of(contact), "others": _shared(request, contact)}
    actions = [*offer(request, "contact", contact.id), *_undo("undo_contact", request, contact.id, change.undo_id)]
    return alert(request, "success", filled.strip(), actions)


def moved(request: PageRequest, record: Contact | Client, change: StateChange, verb: str) -> None:
    """`record` was archived, trashed or restored; or was so already, in another tab say."""
    name = label_of(record) if isinstance(record, Contact) else record.name
    done = {
        "archived": _("%(name)s is archived. %(deleted)s No new messages go to it."),
        "trashed": _("%(name)s is in the trash. %(deleted)s No new messages go to it."),
        "restored": _("%(name)s is restored. Nothing old is sent again: messages are created as records are created or updated."),
    }
    nothing = {
        "archived": _("%(name)s is archived or in the trash already. Nothing was changed."),
        "trashed": _("%(name)s is in the trash already. Nothing was changed."),
        "restored": _("%(name)s is neither archived nor in the trash. Nothing was changed."),
    }
    if not change.ids:
        return alert(request, "info", nothing[verb] % {"name": name})
    route = "undo_contact" if isinstance(record, Contact) else "undo_client"
    actions = _undo(route, request, record.id, change.undo_id)
    if verb == "restored" and isinstance(record, Contact) and record.client and not record.client.is_live:
        actions.append(Action(_("Restore its client too"), reverse("restore_client", args=[request.agency.reference, record.client.id])))
        done["restored"] = _("%(name)s is restored, but its client is archived or in the trash, so no messages go to it.")
    elif verb == "restored":
        actions = [*offer(request, "contact" if isinstance(record, Contact) else "client", record.id), *actions]
    return alert(request, "success", done[verb] % {"name": name, "deleted": deleted_words(change.deleted)}, actions)


def taken_back(request: PageRequest, result: TakenBack) -> None:
    words = [_("Undone.")]
    if result.brought_back:
        words.append(
            ngettext("%(count)d message is scheduled again.", "%(count)d messages are scheduled again.", result.brought_back)
            % {"count": result.brought_back}
        )
    if result.stay_deleted:
        words.append(
            ngettext(
                "%(count)d message stays deleted: it is due already or may not be sent any more.",
                "%(count)d messages stay deleted: they are due already or may not be sent any more.",
                result.stay_deleted,
            )
            % {"count": result.stay_deleted}
        )
    if result.deleted:
        words.append(deleted_words(result.deleted))
    alert(request, "success", " ".join(words))


def saved(request: PageRequest, deleted: int) -> None:
    words = _("Saved.")
    if deleted:
        words += " " + deleted_words(deleted) + " " + _("They could not go by the new channel.")
    alert(request, "success", words)


def replaced(request: PageRequest, old: Contact, new: Contact, deleted: int) -> None:
    words = _("%(new)s takes the place of %(old)s, which is archived. %(deleted)s Consent stays with each address.")
    alert(request, "success", words % {"new": label_of(new), "old": label_of(old), "deleted": deleted_words(deleted)})


def deleted_words(count: int) -> str:
    if not count:
        return _("No scheduled messages had to be deleted.")
    return ngettext("%(count)d scheduled message was deleted.", "%(count)d scheduled messages were deleted.", count) % {"count": count}


def _shared(request: PageRequest, contact: Contact) -> str:
    """Whose contacts share the address; nothing where it is this one alone."""
    sharing = Contact.objects.filter(agency_id=request.agency.id, address_id=contact.address_id).select_related("client").order_by("id")
    names: Sequence[str] = [one.client.name if one.client else _("no client") for one in sharing]
    if len(names) < 2:
        return ""
    shown = ", ".join(names[:MOST_NAMED])
    if more := len(names) - MOST_NAMED if len(names) > MOST_NAMED else 0:
        shown = _("%(names)s and %(count)d more") % {"names": shown, "count": more}
    return _("This holds for every contact with this address, of: %(names)s.") % {"names": shown}


def _undo(route: str, request: PageRequest, record_id: UUID, undo_id: UUID | None) -> list[Action]:
    return [Action(_("Undo"), reverse(route, args=[request.agency.reference, record_id, undo_id]))] if undo_id else []
