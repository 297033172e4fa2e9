"""Making and changing auto messages (A1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.flows.models import AutoMessage, Trigger
from duenotice.words.merge_tags import unknown_tags
from duenotice.words.models import Template, TemplateWords


class BadWords(Exception):
    """Words that cannot be saved; `field` is subject or body, `language` whose."""

    def __init__(self, words: str, language: str, field: str) -> None:
        super().__init__(words)
        self.language, self.field = language, field


@dataclass(frozen=True)
class Wording:
    subject: str
    body: str

    @property
    def empty(self) -> bool:
        return not (self.subject.strip() or self.body.strip())


@transaction.atomic
def save_auto_message(
    *,
    agency: Agency,
    auto_message: AutoMessage | None,
    name: str,
    channels: Sequence[str],
    wordings: Mapping[str, Wording],
    actor: Actor,
    now: datetime,
) -> AutoMessage:
    """Add an auto message that is sent by hand, or change one. English words must be there; empty others are dropped. Raises BadWords."""
    check_wordings(wordings, channels)
    saved = auto_message or _new(agency, channels, now)
    Template.objects.filter(agency_id=agency.id, id=saved.template_id).update(name=name, updated_at=now)
    AutoMessage.objects.filter(agency_id=agency.id, id=saved.id).update(channels=list(channels), updated_at=now)
    _keep(agency, saved.template_id, wordings, now)
    verb = "updated" if auto_message else "created"
    record(agency_id=agency.id, actor=actor, verb=verb, kind="auto_message", ids=[saved.id], now=now)
    return saved


def check_wordings(wordings: Mapping[str, Wording], channels: Sequence[str]) -> None:
    """Raises BadWords for missing English words, a missing subject of an email, or a tag that does not exist (M8)."""
    if not wordings["en"].body.strip():
        raise BadWords(_("Write the English words: they are used where a translation is missing."), "en", "body")
    for language, wording in wordings.items():
        if wording.empty:
            continue
        if not wording.body.strip():
            raise BadWords(_("Write the message too."), language, "body")
        if "email" in channels and not wording.subject.strip():
            raise BadWords(_("Write a subject for the email."), language, "subject")
        for field, words in (("subject", wording.subject), ("body", wording.body)):
            for tag in unknown_tags(words):
                raise BadWords(_("There is no tag [%(tag)s]. Choose one from the list of tags.") % {"tag": tag}, language, field)


def _new(agency: Agency, channels: Sequence[str], now: datetime) -> AutoMessage:
    template = Template.objects.create(agency=agency, name="", created_at=now, updated_at=now)
    return AutoMessage.objects.create(
        agency=agency, template=template, trigger=Trigger.BY_HAND, channels=list(channels), created_at=now, updated_at=now
    )


def _keep(agency: Agency, template_id: UUID, wordings: Mapping[str, Wording], now: datetime) -> None:
    for language, wording in wordings.items():
        mine = TemplateWords.objects.filter(agency_id=agency.id, template_id=template_id, language=language)
        words = {"subject": wording.subject, "body": wording.body, "updated_at": now}
        if wording.empty:
            mine.delete()
        elif not mine.update(**words):
            TemplateWords.objects.create(agency=agency, template_id=template_id, language=language, created_at=now, **words)
