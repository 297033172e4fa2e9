"""The buttons on the flow's page (A2, L6)."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duenotice.actions.flows import foretell_flow_mode, remove_step, set_flow_mode
from duenotice.actions.lifecycle import StateChange, archive, restore, trash
from duenotice.flows.models import FlowMode
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.flows.views import flow_or_404, step_or_404
from duenotice.web.messaging.told import moved
from duenotice.web.press import press
from duenotice.web.syncing.asking import asked, going_back
from duenotice.web.undoing import undo

DONE = {
    "archived": gettext_lazy("%(name)s is archived. %(deleted)s It sends nothing any more."),
    "trashed": gettext_lazy("%(name)s is in the trash. %(deleted)s It sends nothing any more."),
    "restored": gettext_lazy("%(name)s is restored. Nothing old is sent again."),
}
MODE = {
    FlowMode.ENABLED: gettext_lazy("%(name)s is enabled."),
    FlowMode.DISABLED: gettext_lazy("%(name)s is disabled. It sends nothing."),
    FlowMode.CLOSED: gettext_lazy("%(name)s is closed. No new event can follow it."),
}


@page("update_auto_messages")
def enable_flow(request: PageRequest, id: UUID) -> HttpResponse:
    """What that schedules is told first."""
    flow, mode = flow_or_404(request, id), FlowMode.ENABLED
    if request.method == "POST" and not going_back(request):
        agency, now = request.agency, request.now
        if question := asked(request, flow.name, lambda: foretell_flow_mode(agency=agency, flow=flow, mode=mode, now=now)):
            return question
        _set(request, id, mode)
    return redirect("flow", request.agency.reference, id)


@press("update_auto_messages", back="flow")
def disable_flow(request: PageRequest, id: UUID) -> None:
    _set(request, id, FlowMode.DISABLED)


@press("update_auto_messages", back="flow")
def close_flow(request: PageRequest, id: UUID) -> None:
    _set(request, id, FlowMode.CLOSED)


@press("update_auto_messages", back="flow")
def remove_flow_step(request: PageRequest, id: UUID, step_id: UUID) -> None:
    step = step_or_404(flow_or_404(request, id), step_id)
    removed = remove_step(agency=request.agency, step=step, actor=request.actor, now=request.now)
    words = _("The step %(name)s was removed.") if removed else _("The step %(name)s was removed already.")
    alert(request, "success", words % {"name": step.template.name})


@press("update_auto_messages", back="flow")
def archive_flow(request: PageRequest, id: UUID) -> None:
    change = archive(agency=request.agency, kind="flow", ids=[id], actor=request.actor, now=request.now)
    _tell(request, id, change, "archived")


@press("update_auto_messages", back="flow")
def trash_flow(request: PageRequest, id: UUID) -> None:
    change = trash(agency=request.agency, kind="flow", ids=[id], actor=request.actor, now=request.now)
    _tell(request, id, change, "trashed")


@press("update_auto_messages", back="flow")
def restore_flow(request: PageRequest, id: UUID) -> None:
    change = restore(agency=request.agency, kind="flow", ids=[id], actor=request.actor, now=request.now)
    _tell(request, id, change, "restored")


@press("update_auto_messages", back="flow")
def undo_flow(request: PageRequest, id: UUID, undo_id: UUID) -> None:
    flow_or_404(request, id)
    undo(request, undo_id)


def _set(request: PageRequest, id: UUID, mode: FlowMode) -> None:
    flow = flow_or_404(request, id)
    changed = set_flow_mode(agency=request.agency, flow=flow, mode=mode, actor=request.actor, now=request.now)
    words = MODE[mode] if changed else _("%(name)s is so already. Nothing was changed.")
    alert(request, "success" if changed else "info", str(words) % {"name": flow.name})


def _tell(request: PageRequest, id: UUID, change: StateChange, verb: str) -> None:
    moved(request, "flow", id, flow_or_404(request, id).name, change, DONE[verb])
