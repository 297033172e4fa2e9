"""Auto messages and flows, to read: what calls for automated messages (A1, A2)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet
from ninja import Query, Schema
from pydantic import ConfigDict

from duenotice.api.calls import ApiRequest
from duenotice.api.errors import not_found
from duenotice.api.fields import as_uuid, iso
from duenotice.api.operation import Answer, Record, operation
from duenotice.api.paging import Paged, link, page
from duenotice.flows.finding import every_flow, one_flow
from duenotice.flows.models import AutoMessage, Flow, FlowStep
from duenotice.lifecycle.states import LIVE
from duenotice.words.models import Template, TemplateWords

WORDS: dict[str, Any] = {"en": {"subject": "Your court date", "body": "[ClientFirstName], you have court on [EventDateTime]."}}
TIMES = {"created_at": "2026-11-24T20:00:00Z", "updated_at": "2026-11-24T20:00:00Z"}


class AutoMessageOut(Schema):
    """An auto message: its words by language, its channels, and what calls for it."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "uuid": "0198c0de-0000-7000-8000-0000000000a1",
                "name": "Call the clerk",
                "trigger": "by_hand",
                "channels": ["text", "email"],
                "words": WORDS,
                **TIMES,
            }
        }
    )
    uuid: str
    name: str
    trigger: str
    channels: list[str]
    words: dict[str, dict[str, str]]
    created_at: str
    updated_at: str


class FlowOut(Schema):
    """A flow and its steps."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "uuid": "0198c0de-0000-7000-8000-0000000000b1",
                "name": "Court reminders",
                "mode": "enabled",
                "steps": [
                    {
                        "uuid": "0198c0de-0000-7000-8000-0000000000b2",
                        "kind": "before",
                        "amount": 3,
                        "unit": "days",
                        "business_days": False,
                        "at": "10:00",
                        "status": None,
                        "channels": [],
                        "fallback": True,
                        "words": WORDS,
                    }
                ],
                **TIMES,
            }
        }
    )
    uuid: str
    name: str
    mode: str
    steps: list[dict[str, Any]]
    created_at: str
    updated_at: str


@operation(
    "GET",
    "/v1/auto_messages",
    permission="view_auto_messages",
    answer=list[AutoMessageOut],
    tag="Auto messages and flows",
    summary="List auto messages",
)
def list_auto_messages(request: ApiRequest, query: Query[Paged]) -> Answer:
    """The live ones, the newest first."""
    found = page(_auto_messages(request).filter(LIVE), ["-id"], query)
    return Answer([_auto_message(row) for row in found.rows], headers=link(request, found.next))


@operation(
    "GET",
    "/v1/auto_messages/{auto_message}",
    permission="view_auto_messages",
    answer=AutoMessageOut,
    tag="Auto messages and flows",
    summary="Read an auto message",
)
def read_auto_message(request: ApiRequest, auto_message: str) -> Record:
    """Whatever its state."""
    id = as_uuid(auto_message)
    found = _auto_messages(request).filter(id=id).first() if id else None
    if found is None:
        raise not_found("auto message")
    return _auto_message(found)


@operation("GET", "/v1/flows", permission="view_auto_messages", answer=list[FlowOut], tag="Auto messages and flows", summary="List flows")
def list_flows(request: ApiRequest) -> list[Record]:
    """The live ones, by name."""
    return [_flow(row) for row in every_flow(request.agency)]


@operation("GET", "/v1/flows/{flow}", permission="view_auto_messages", answer=FlowOut, tag="Auto messages and flows", summary="Read a flow")
def read_flow(request: ApiRequest, flow: str) -> Record:
    """Whatever its state."""
    id = as_uuid(flow)
    found = one_flow(request.agency, id) if id else None
    if found is None:
        raise not_found("flow")
    return _flow(found)


def _auto_messages(request: ApiRequest) -> QuerySet[AutoMessage]:
    words = Prefetch("template__words", TemplateWords.objects.filter(agency_id=request.agency.id).order_by("language"))
    mine = AutoMessage.objects.filter(agency_id=request.agency.id, template__agency_id=request.agency.id)
    return mine.select_related("template").prefetch_related(words)


def _auto_message(row: AutoMessage) -> Record:
    return {
        "uuid": str(row.id),
        "name": row.template.name,
        "trigger": row.trigger,
        "channels": row.channels,
        "words": _words(row.template),
        "created_at": iso(row.created_at),
        "updated_at": iso(row.updated_at),
    }


def _flow(row: Flow) -> Record:
    return {
        "uuid": str(row.id),
        "name": row.name,
        "mode": row.mode,
        "steps": [_step(step) for step in row.steps.all()],
        "created_at": iso(row.created_at),
        "updated_at": iso(row.updated_at),
    }


def _step(row: FlowStep) -> Record:
    return {
        "uuid": str(row.id),
        "kind": row.kind,
        "amount": row.amount,
        "unit": row.unit,
        "business_days": row.business_days,
        "at": f"{row.at:%H:%M}" if row.at else None,
        "status": row.status.name if row.status else None,
        "channels": row.channels,
        "fallback": row.fallback,
        "words": _words(row.template),
    }


def _words(template: Template) -> Mapping[str, Mapping[str, str]]:
    return {words.language: {"subject": words.subject, "body": words.body} for words in template.words.all()}
