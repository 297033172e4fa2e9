"""What the alerts say after a press on an event: what happened, what follows, and Undo."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from duenotice.actions.events import EventSaved
from duenotice.actions.lifecycle import StateChange
from duenotice.events.models import Event
from duenotice.messaging.follow_event import Followed
from duenotice.web.access import PageRequest
from duenotice.web.alerts import Action, alert
from duenotice.web.contacts.told import deleted_words
from duenotice.web.syncing.offer import offer
from duenotice.web.syncing.shown import count_words

DONE = {
    "cancelled": gettext_lazy("%(name)s is cancelled. %(deleted)s Nothing more is sent about it."),
    "uncancelled": gettext_lazy("%(name)s takes place after all. What its flow calls for is scheduled again; nothing is sent twice."),
    "archived": gettext_lazy("%(name)s is archived. %(deleted)s Nothing more is sent about it."),
    "trashed": gettext_lazy("%(name)s is in the trash. %(deleted)s Nothing more is sent about it."),
    "restored": gettext_lazy("%(name)s is restored. Nothing old is sent again: messages are created as records are created or updated."),
}
NOTHING = {
    "cancelled": gettext_lazy("%(name)s is cancelled already. Nothing was changed."),
    "uncancelled": gettext_lazy("%(name)s is not cancelled. Nothing was changed."),
    "archived": gettext_lazy("%(name)s is archived or in the trash already. Nothing was changed."),
    "trashed": gettext_lazy("%(name)s is in the trash already. Nothing was changed."),
    "restored": gettext_lazy("%(name)s is neither archived nor in the trash. Nothing was changed."),
}


def changed(request: PageRequest, event: Event, change: StateChange, verb: str) -> None:
    """The event was cancelled, archived and so on; or was so already, in another tab say."""
    if not change.ids:
        return alert(request, "info", NOTHING[verb] % {"name": event.name})
    words = DONE[verb] % {"name": event.name, "deleted": deleted_words(change.deleted)}
    offers = offer(request, "event", event.id) if verb == "restored" else []
    return alert(request, "success", words, [*offers, *_undo(request, event.id, change.undo_id)])


def saved(request: PageRequest, result: EventSaved) -> None:
    words = [_("Saved.")] if result.changed else [_("Nothing was changed.")]
    if result.deleted:
        words += [deleted_words(result.deleted), _("Its status disables messages.")]
    words += [*followed_words(result.followed), *count_words(result.synced, done=True)]
    if result.corrected:
        count = ngettext("%(count)d correction is scheduled.", "%(count)d corrections are scheduled.", result.corrected)
        words.append(count % {"count": result.corrected})
    late = result.followed.expired or result.synced.expired
    alert(request, "warning" if late else "success", " ".join(words))


def followed_words(followed: Followed) -> list[str]:
    """What became of the scheduled messages about events that changed; nothing where there were none."""
    words = []
    if followed.scheduled:
        count = ngettext("%(count)d scheduled message follows.", "%(count)d scheduled messages follow.", followed.scheduled)
        words.append(count % {"count": followed.scheduled})
    if followed.expired:
        count = ngettext(
            "%(count)d message would have come after the event and is not sent.",
            "%(count)d messages would have come after the event and are not sent.",
            followed.expired,
        )
        words.append(count % {"count": followed.expired})
    return words


def removed(request: PageRequest, name: str, deleted: int | None) -> None:
    if deleted is None:
        return alert(request, "info", _("%(name)s was removed already.") % {"name": name})
    words = _("%(name)s was removed from the event. %(deleted)s")
    return alert(request, "success", words % {"name": name, "deleted": deleted_words(deleted)})


def _undo(request: PageRequest, event_id: UUID, undo_id: UUID | None) -> list[Action]:
    return [Action(_("Undo"), reverse("undo_event", args=[request.agency.reference, event_id, undo_id]))] if undo_id else []
