"""What each mode of a flow does, in words, and how many events it is about (A2)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from duenotice.flows.models import EventFlow, Flow, FlowMode

# Mode, what the button says, and what it does.
MODES = [
    (FlowMode.ENABLED, _("Enable"), _("Its messages are scheduled for every event that follows it.")),
    (FlowMode.DISABLED, _("Disable"), _("It sends nothing: its scheduled messages are deleted, and none are made until you enable it.")),
    (FlowMode.CLOSED, _("Close"), _("No new event can follow it. Those that do get their messages as before.")),
]


def coming(flow: Flow, now: datetime) -> int:
    """How many events that have not begun follow it."""
    here = {"agency_id": flow.agency_id, "event__agency_id": flow.agency_id}
    return EventFlow.objects.filter(**here, flow_id=flow.id, event__starts_at__gt=now).count()
