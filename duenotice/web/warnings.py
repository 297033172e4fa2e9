"""What every page warns of: sending is paused, the worker is silent, a message is late."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duenotice.messaging.pulse import Pulse


@dataclass(frozen=True)
class PageWarning:
    """What is wrong, what to do, and since when, where that is known."""

    heading: str | Promise
    text: str | Promise
    since: datetime | None = None


def warnings(pulse: Pulse, now: datetime) -> list[PageWarning]:
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
        return [PageWarning(_("The carrier refuses messages from %(sender)s.") % {"sender": pulse.trouble[0]}, pulse.trouble[1])]
    if pulse.late(now):
        return [PageWarning(_("Messages are late."), _("Some that are due have not been sent yet."), pulse.oldest_due_at)]
    return []
