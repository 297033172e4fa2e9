"""The auto messages that staff send by hand: what the composer's picker offers (A1)."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from duenotice.agencies.models import Agency
from duenotice.flows.models import AutoMessage, Trigger
from duenotice.lifecycle.states import LIVE, shown
from duenotice.words.models import TemplateWords


def by_hand(agency: Agency, channel: str) -> list[AutoMessage]:
    """Those for a channel, by name, without their words."""
    return list(
        AutoMessage.objects.filter(
            LIVE, agency_id=agency.id, trigger=Trigger.BY_HAND, channels__contains=[channel], template__agency_id=agency.id
        )
        .select_related("template")
        .order_by("template__name", "id")
    )


def words_for(agency: Agency, auto_message_id: UUID, language: str) -> tuple[str, str] | None:
    """Subject and body in a language, or in English where there is no translation; None where the agency has no such auto message."""
    words = {
        row.language: (row.subject, row.body)
        for row in TemplateWords.objects.filter(
            agency_id=agency.id, template__auto_message__id=auto_message_id, template__agency_id=agency.id
        )
    }
    return words.get(language) or words.get("en")


def every_auto_message(agency: Agency, *, archived: bool = False, trashed: bool = False) -> list[AutoMessage]:
    """The live ones, and those that are asked for besides, by name, with their words."""
    return list(_whole(agency).filter(shown(archived=archived, trashed=trashed)).order_by("template__name", "id"))


def one_auto_message(agency: Agency, id: UUID) -> AutoMessage | None:
    """One with its words, whatever its state."""
    return _whole(agency).filter(id=id).first()


def _whole(agency: Agency) -> QuerySet[AutoMessage]:
    words = Prefetch("template__words", TemplateWords.objects.filter(agency_id=agency.id).order_by("language"))
    return AutoMessage.objects.filter(agency_id=agency.id, template__agency_id=agency.id).select_related("template").prefetch_related(words)
