"""Deleting trashed auto messages and flows for good (L4, L6), with their steps and words; what they have sent stays."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from duenotice.actions.lifecycle import DEFINITIONS, KINDS, messages_of
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.db.removing import remove
from duenotice.flows.hold import hold_definitions
from duenotice.flows.models import AutoMessage, EventFlow, Flow
from duenotice.lifecycle.states import TRASHED
from duenotice.messaging.models import Message, Status
from duenotice.words.models import Template, TemplateWords

# Their words are still to be read; Trash deletes what waits, so these are few.
NEEDS_WORDS = [Status.SCHEDULED, Status.CLAIMED, Status.SUBMITTING]
# So many events stop following a flow in one batch: very many may.
EVENTS_AT_A_TIME = 10_000


@dataclass(frozen=True)
class Removed:
    """How many definitions went; `more` says that the same ones are not done yet."""

    count: int = 0
    more: bool = False


@transaction.atomic
def remove_definitions(*, agency: Agency, kind: str, ids: Sequence[UUID], actor: Actor, now: datetime) -> Removed:
    """Delete those in the trash. Left for another night is what a message is just being made of. `kind` is auto_message or flow."""
    assert kind in DEFINITIONS
    hold_definitions(agency.id, changing=True)
    model: type[AutoMessage] | type[Flow] = AutoMessage if kind == "auto_message" else Flow
    trashed = KINDS[kind][0]._default_manager.filter(TRASHED, agency_id=agency.id, id__in=ids)
    going = sorted(trashed.values_list("id", flat=True))
    going = [id for id in going if not _needed(agency, kind, id)]
    following = EventFlow.objects.filter(agency_id=agency.id, flow_id__in=going).values_list("id", flat=True)[:EVENTS_AT_A_TIME]
    unfollowed = EventFlow.objects.filter(agency_id=agency.id, id__in=list(following)).delete()[0] if kind == "flow" and going else 0
    if unfollowed == EVENTS_AT_A_TIME:
        return Removed(more=True)
    templates = messages_of(agency, kind, going)
    remove(model, agency.id, going, before=lambda _model, _ids: None, counts=Counter())
    _words(agency, templates)
    record(agency_id=agency.id, actor=actor, verb="purged", kind=kind, ids=going, now=now)
    return Removed(len(going))


def _needed(agency: Agency, kind: str, id: UUID) -> bool:
    templates = messages_of(agency, kind, [id])
    return Message.objects.filter(agency_id=agency.id, template_id__in=templates, status__in=NEEDS_WORDS).exists()


def _words(agency: Agency, templates: Sequence[UUID]) -> None:
    """A template that messages were made of stays by name alone, so that their feed says what they were."""
    used = {id for id in templates if Message.objects.filter(agency_id=agency.id, template_id=id).exists()}
    rows = [
        TemplateWords.objects.filter(agency_id=agency.id, template_id__in=templates),
        Template.objects.filter(agency_id=agency.id, id__in=set(templates) - used),
    ]
    # Not by Django, which would look for messages of all agencies.
    for going in rows:
        going._raw_delete(going.db)
