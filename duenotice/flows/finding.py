"""The flows of an agency: all of them, one with its steps, and the one that an event follows."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from duenotice.agencies.models import Agency
from duenotice.flows.models import Flow, FlowMode, FlowStep
from duenotice.lifecycle.states import LIVE, shown
from duenotice.words.models import TemplateWords


def every_flow(agency: Agency, *, archived: bool = False, trashed: bool = False) -> list[Flow]:
    """The live ones, and those that are asked for besides, by name, with their steps."""
    return list(_whole(agency).filter(shown(archived=archived, trashed=trashed)).order_by("name", "id"))


def flows_offered(agency: Agency, current: Flow | None = None) -> list[Flow]:
    """Those that a new event can follow, by name; and the one that it follows already."""
    taking = list(Flow.objects.filter(LIVE, agency_id=agency.id).exclude(mode=FlowMode.CLOSED).order_by("name", "id"))
    return taking if current is None or current in taking else [*taking, current]


def one_flow(agency: Agency, id: UUID) -> Flow | None:
    """With its steps and their words."""
    return _whole(agency).filter(id=id).first()


def flow_of(agency: Agency, event_id: UUID) -> Flow | None:
    """The flow that an event follows."""
    return Flow.objects.filter(agency_id=agency.id, event_flows__agency_id=agency.id, event_flows__event_id=event_id).first()


def _whole(agency: Agency) -> QuerySet[Flow]:
    words = Prefetch("template__words", TemplateWords.objects.filter(agency_id=agency.id).order_by("language"))
    steps = FlowStep.objects.filter(agency_id=agency.id, template__agency_id=agency.id).select_related("template", "status")
    return Flow.objects.filter(agency_id=agency.id).prefetch_related(Prefetch("steps", steps.prefetch_related(words).order_by("id")))
