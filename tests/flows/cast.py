"""A court's usual flow for the tests, and shorter ways to say what they do to it."""

from datetime import time
from typing import Any

from duenotice.actions.auto_messages import Calling, Wording, save_auto_message
from duenotice.actions.flows import StepDraft, save_flow, save_step
from duenotice.agencies.models import Agency
from duenotice.flows.models import AutoMessage, Flow, FlowStep
from duenotice.flows.sync import Scope, Synced, preview, sync
from duenotice.messaging.models import Message
from tests import cast

WORDS = {
    "en": Wording("Court", "[AgencyName]: you have court on [EventDateTime]."),
    "es": Wording("Corte", "[AgencyName]: tiene corte el [EventDateTime]."),
}


def usual(of: Agency | None = None) -> dict[str, Any]:
    return {"agency": of or cast.agency(), "actor": cast.actor(), "now": cast.NOON}


def flow(*days: int, name: str = "Court", of: Agency | None = None, **fields: Any) -> Flow:
    """A flow with a step so many days before its events, at ten, for each of `days`."""
    made = save_flow(flow=None, name=name, **usual(of))
    for amount in days:
        step(made, amount=amount, **fields)
    return made


def step(of: Flow, *, kind: str = "before", now: Any = None, **fields: Any) -> FlowStep:
    known = {"name": f"{kind} {fields.get('amount', 0)}", "kind": kind, "wordings": WORDS, "at": time(10), **fields}
    return save_step(flow=of, step=None, draft=StepDraft(**known), **{**usual(of.agency), "now": now or cast.NOON})


def auto_message(channels: tuple[str, ...] = ("text", "email"), of: Agency | None = None, **calling: Any) -> AutoMessage:
    name = str(calling.get("trigger", "By hand"))
    return save_auto_message(auto_message=None, name=name, channels=list(channels), wordings=WORDS, calling=Calling(**calling), **usual(of))


def synced(now: Any = cast.NOON, of: Agency | None = None, **scope: Any) -> Synced:
    return sync(of or cast.agency(), Scope(**scope), now)


def foreseen(now: Any = cast.NOON, **scope: Any) -> Synced:
    return preview(cast.agency(), Scope(**scope), now).counts


def waiting(**fields: Any) -> list[Message]:
    return list(Message.objects.filter(status__in=["scheduled", "claimed"], **fields).order_by("send_at", "id"))
