"""The auto messages that staff send by hand: what the composer's picker offers (A1)."""

from uuid import UUID

from django.db.models import Prefetch

from duenotice.agencies.models import Agency
from duenotice.flows.models import AutoMessage, Trigger
from duenotice.lifecycle.states import LIVE
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


def every_auto_message(agency: Agency) -> list[AutoMessage]:
    """The live ones, by name, with their words."""
    return list(
        AutoMessage.objects.filter(LIVE, agency_id=agency.id, template__agency_id=agency.id)
        .select_related("template")
        .prefetch_related(Prefetch("template__words", TemplateWords.objects.filter(agency_id=agency.id).order_by("language")))
        .order_by("template__name", "id")
    )


def one_auto_message(agency: Agency, id: UUID) -> AutoMessage | None:
    return AutoMessage.objects.filter(agency_id=agency.id, id=id, template__agency_id=agency.id).select_related("template").first()
