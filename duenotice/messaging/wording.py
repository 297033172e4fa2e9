"""The words of messages as they leave: composed or from a template, with tags filled; one that cannot be said stops nothing else."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duenotice.accounts.models import User
from duenotice.agencies.models import Agency
from duenotice.lib.segments import segments
from duenotice.messaging.duplicates import words_hash
from duenotice.messaging.models import Kind, Message
from duenotice.messaging.render import Rendered, about, render
from duenotice.words.models import Template, TemplateWords

log = logging.getLogger(__name__)


class CannotSay(Exception):
    """There are no words to send. `code` and `words` tell a clerk why."""

    def __init__(self, code: str, words: str | Promise) -> None:
        super().__init__(code)
        self.code, self.words = code, words


@dataclass(frozen=True, slots=True)
class Said:
    """The words as they leave, their fingerprint for the duplicate rule, and what they cost."""

    rendered: Rendered
    hash: bytes
    segments: int


class Wording:
    """Says the messages of one batch; reads what they need together."""

    def __init__(self, agency: Agency, messages: Sequence[Message], now: datetime) -> None:
        self._agency, self._now = agency, now
        self._templates = templates_by_id(agency.id, {one.template_id for one in messages if one.template_id})
        self._names = _user_names({one.made_by for one in messages if one.made_by and "[UserName]" in one.subject + one.body})

    def say(self, message: Message) -> Said:
        """Raises CannotSay."""
        try:
            rendered = self._render(message)
        except TemplateWords.DoesNotExist as missing:
            words = _("Its template has no words in this language, nor in English. Write them, and send it again.")
            raise CannotSay("no_words", words) from missing
        except Exception as fault:
            log.exception("message %s cannot be rendered", message.id)
            raise CannotSay("cannot_render", _("Its words could not be put together. Check its template, and send it again.")) from fault
        if not rendered.body.strip():
            raise CannotSay("empty", _("There is nothing left to say once its merge tags are filled in. Check its words."))
        return Said(rendered, words_hash(rendered), segments(rendered.body).parts if message.channel == "text" else 1)

    def _render(self, message: Message) -> Rendered:
        if message.kind in (Kind.COMPLIANCE, Kind.CODE):
            return Rendered(message.subject, message.body)
        subject, body = message.subject, message.body
        if message.template_id:
            words = self._templates[message.template_id].words_in(message.language)
            subject, body = words.subject if message.channel == "email" else "", words.body
        name = self._names.get(message.made_by, "") if message.made_by else ""
        whole = about(agency=self._agency, client=message.client, event=message.event, sender=message.sender, user_name=name)
        return render(subject=subject, body=body, about=whole, language=message.language, now=self._now)


def templates_by_id(agency_id: UUID, ids: set[UUID]) -> Mapping[UUID, Template]:
    """The agency's templates with their words."""
    if not ids:
        return {}
    words = Prefetch("words", queryset=TemplateWords.objects.filter(agency_id=agency_id))
    return {row.id: row for row in Template.objects.filter(agency_id=agency_id, id__in=ids).prefetch_related(words)}


def _user_names(ids: set[UUID]) -> Mapping[UUID, str]:
    return dict(User.objects.filter(id__in=ids).values_list("id", "name")) if ids else {}
