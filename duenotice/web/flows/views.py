"""Admin, Messaging, Flows: the list, the screen with its timeline, and the forms of a flow and of its steps (A2)."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duenotice.actions.auto_messages import BadWords
from duenotice.actions.flows import BadStep, FlowNameTaken, foretell_step, save_flow, save_step
from duenotice.flows.finding import every_flow, one_flow
from duenotice.flows.models import Flow, FlowStep
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.flows.forms import FlowForm, StepForm
from duenotice.web.flows.modes import MODES, coming
from duenotice.web.flows.timeline import timeline
from duenotice.web.messaging.forms import ListFilter
from duenotice.web.messaging.preview import examples
from duenotice.web.syncing.asking import asked, going_back
from duenotice.words.merge_tags import TAGS


@page("view_auto_messages")
def flows(request: PageRequest) -> HttpResponse:
    """All live ones, by name, each with its steps; the boxes add those archived and trashed."""
    form = ListFilter(request.GET)
    found = [(flow, timeline(request.agency, flow)) for flow in every_flow(request.agency, **form.boxes)]
    return render(request, "web/flows/list.html", {"form": form, "flows": found, "searched": any(form.boxes.values())})


@page("view_auto_messages")
def flow(request: PageRequest, id: UUID) -> HttpResponse:
    """One flow: its steps around the event, and what it does at present."""
    found = flow_or_404(request, id)
    words = {"flow": found, "timeline": timeline(request.agency, found), "modes": MODES, "coming": coming(found, request.now)}
    return render(request, "web/flows/screen.html", words)


@page("create_auto_messages")
def new_flow(request: PageRequest) -> HttpResponse:
    return _name(request, None)


@page("update_auto_messages")
def edit_flow(request: PageRequest, id: UUID) -> HttpResponse:
    return _name(request, flow_or_404(request, id))


@page("update_auto_messages")
def new_step(request: PageRequest, id: UUID) -> HttpResponse:
    return _step(request, flow_or_404(request, id), None)


@page("update_auto_messages")
def edit_step(request: PageRequest, id: UUID, step_id: UUID) -> HttpResponse:
    found = flow_or_404(request, id)
    return _step(request, found, step_or_404(found, step_id))


def flow_or_404(request: PageRequest, id: UUID) -> Flow:
    """One flow of this agency, with its steps and their words."""
    found = one_flow(request.agency, id)
    if found is None:
        raise Http404("no such flow")
    return found


def step_or_404(flow: Flow, id: UUID) -> FlowStep:
    found = next((step for step in flow.steps.all() if step.id == id), None)
    if found is None:
        raise Http404("no such step")
    return found


def _name(request: PageRequest, flow: Flow | None) -> HttpResponse:
    form = FlowForm(request.POST or None, initial={"name": flow.name} if flow else None)
    if form.is_valid():
        try:
            saved = save_flow(agency=request.agency, flow=flow, name=form.cleaned_data["name"], actor=request.actor, now=request.now)
        except FlowNameTaken as refused:
            form.add_error("name", str(refused))
        else:
            alert(request, "success", _("Saved.") if flow else _("%(name)s was added. Now add its steps.") % {"name": saved.name})
            return redirect("flow", request.agency.reference, saved.id)
    return render(request, "web/flows/form.html", {"form": form, "flow": flow}, status=422 if form.errors else 200)


def _step(request: PageRequest, flow: Flow, step: FlowStep | None) -> HttpResponse:
    form = StepForm(request.POST, step=step, agency=request.agency)
    if form.is_valid() and not going_back(request):
        known: dict[str, Any] = {"agency": request.agency, "flow": flow, "step": step, "draft": form.typed(), "now": request.now}
        try:
            if question := asked(request, flow.name, lambda: foretell_step(**known)):
                return question
            saved = save_step(**known, actor=request.actor)
        except BadStep as bad:
            form.add_error(bad.field, str(bad))
        except BadWords as bad:
            form.add_error(f"{bad.field}_{bad.language}", str(bad))
        else:
            alert(request, "success", _("The step %(name)s is saved.") % {"name": form.cleaned_data["name"]})
            return redirect(reverse("flow", args=[request.agency.reference, flow.id]) + f"#step-{saved.id}")
    words = {"form": form, "flow": flow, "step": step, "tags": list(TAGS.items()), "examples": examples(request)}
    return render(request, "web/flows/step.html", words, status=422 if form.errors else 200)
