"""What every page warns of: sending is paused, the worker is silent, a message is late, many wait for approval."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from duenotice.agencies.models import Agency
from duenotice.messaging.pulse import MOST_COUNTED, Pulse
from duenotice.words.kept import translated


@dataclass(frozen=True)
class PageWarning:
    """What is wrong, what to do, and since when, where that is known."""

    heading: str | Promise
    text: str | Promise
    since: datetime | None = None
    # What one can look at, and the name of its page.
    look: str | Promise = ""
    page: str = ""


def of_webhooks(names: list[str]) -> list[PageWarning]:
    """For who manages them: these are told nothing any more, and nobody wanted that."""
    heading = _("A webhook is paused: %(names)s.") % {"names": ", ".join(names)}
    return [PageWarning(heading, _("It kept failing, so changes wait. See Admin, Webhooks."))] if names else []


def warnings(agency: Agency, pulse: Pulse, now: datetime) -> list[PageWarning]:
    """What waits for approval, what follows a new time zone, and what ails sending."""
    return [*_unapproved(pulse), *_stands(pulse), *_moving(agency), *_ailing(pulse, now)]


def _unapproved(pulse: Pulse) -> list[PageWarning]:
    if not pulse.unapproved:
        return []
    heading = ngettext_lazy("%(count)s message waits for approval.", "%(count)s messages wait for approval.", pulse.unapproved)
    count = number_format(pulse.unapproved, force_grouping=True) + ("+" if pulse.unapproved == MOST_COUNTED else "")
    text = _("So many would have gone at once that a person has to look at them first.")
    return [PageWarning(heading % {"count": count}, text, look=_("Look at them"), page="approval")]


def _stands(pulse: Pulse) -> list[PageWarning]:
    if not pulse.sync_stands:
        return []
    text = _("A flow was changed, and the sync of its messages is paused or has failed. Resume it, or sync the whole agency.")
    return [PageWarning(_("Messages wait for a sync."), text, look=_("Look at it"), page="jobs")]


def _moving(agency: Agency) -> list[PageWarning]:
    if agency.events_moving_since is None:
        return []
    heading, text = _("Events are moving into the new time zone."), _("Messages about an event wait until it has moved.")
    return [PageWarning(heading, text, agency.events_moving_since, look=_("How far it is"), page="jobs")]


def _ailing(pulse: Pulse, now: datetime) -> list[PageWarning]:
    """The most lasting reason alone: who reads that sending is paused need not be told that messages are late."""
    if pulse.installation_paused:
        return [PageWarning(_("Sending is paused for every agency."), _("Messages wait. Whoever runs this installation can release them."))]
    if pulse.agency_paused:
        return [PageWarning(_("Sending is paused."), _("Messages wait. An administrator can release them under Admin, Settings."))]
    if pulse.worker_silent(now):
        return [
            PageWarning(_("Nothing is being sent."), _("The worker is silent. Tell whoever runs this installation."), pulse.worker_heard_at)
        ]
    if pulse.trouble:
        sender, words = pulse.trouble
        return [PageWarning(_("The carrier refuses messages from %(sender)s.") % {"sender": sender}, translated(words))]
    if pulse.late(now):
        return [PageWarning(_("Messages are late."), _("Some that are due have not been sent yet."), pulse.oldest_due_at)]
    return []
