"""Making and changing auto messages (A1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.actions.syncing import Foretold, foretell, sync_definitions
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.events.models import Status
from duenotice.flows.hold import hold_definitions
from duenotice.flows.models import RECURRING, AutoMessage, Trigger
from duenotice.words.corrections import CORRECTION, names_the_date
from duenotice.words.merge_tags import unknown_tags
from duenotice.words.models import Template, TemplateWords


class BadWords(Exception):
    """Words that cannot be saved; `field` is subject or body, `language` whose."""

    def __init__(self, words: str, language: str, field: str) -> None:
        super().__init__(words)
        self.language, self.field = language, field


class BadCalling(Exception):
    """What calls for it is not complete; `field` is one of Calling's."""

    def __init__(self, words: str, field: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True)
class Wording:
    subject: str
    body: str

    @property
    def empty(self) -> bool:
        return not (self.subject.strip() or self.body.strip())


@dataclass(frozen=True)
class Calling:
    """What calls for an auto message; the model says what each means. What its trigger does not use is dropped."""

    trigger: str = Trigger.BY_HAND
    status: Status | None = None
    client_status: str = ""
    at: time | None = None
    weekday: int | None = None
    day_of_month: int | None = None


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
    calling: Calling | None = None,
) -> AutoMessage:
    """Add an auto message, or change one; without `calling`, what calls for it stays as it is: of a new one, a person's hand.

    English words must be there; empty others are dropped. Raises BadWords, BadCalling.
    """
    hold_definitions(agency.id, changing=True)
    stored = _write(agency, auto_message, name, channels, wordings, calling, now)
    verb = "updated" if auto_message else "created"
    record(agency_id=agency.id, actor=actor, verb=verb, kind="auto_message", ids=[stored.id], now=now)
    if calling or stored.trigger != Trigger.BY_HAND:
        sync_definitions(agency=agency, changed=[stored.id] if auto_message else [], actor=actor, now=now)
    return stored


def foretell_auto_message(
    *,
    agency: Agency,
    auto_message: AutoMessage | None,
    name: str,
    channels: Sequence[str],
    wordings: Mapping[str, Wording],
    calling: Calling,
    now: datetime,
) -> Foretold:
    """What saving an auto message would do to messages: it is saved, looked at, and taken back. Raises like `save_auto_message`."""
    with transaction.atomic():
        _write(agency, auto_message, name, channels, wordings, calling, now)
        foretold = foretell(agency, now)
        transaction.set_rollback(True)
    return foretold


def _write(
    agency: Agency,
    auto_message: AutoMessage | None,
    name: str,
    channels: Sequence[str],
    wordings: Mapping[str, Wording],
    calling: Calling | None,
    now: datetime,
) -> AutoMessage:
    check_wordings(wordings, channels)
    if calling:
        _check_calling(calling)
    saved = auto_message or _new(agency, now)
    stored = AutoMessage.objects.select_for_update().get(agency_id=agency.id, id=saved.id)
    stored.channels, stored.updated_at = list(channels), now
    if calling:
        _call(stored, calling, now)
    stored.save()
    save_words(agency, stored.template_id, name, wordings, now)
    return stored


@transaction.atomic
def save_correction(*, agency: Agency, wordings: Mapping[str, Wording], actor: Actor, now: datetime) -> bool:
    """Give the correction of a moved event the agency's words (A5); answers whether that changed anything. Empty ones are ours again.

    Raises BadWords.
    """
    written = {code: one for code, one in wordings.items() if not one.empty}
    check_wordings({"en": Wording(*CORRECTION["en"]), **written}, ["text", "email"])
    for code, one in written.items():
        if not names_the_date(one.body):
            raise BadWords(_("Name the new date: write [EventDateTime] into the message."), code, "body")
    own = {code: [one.subject, one.body] for code, one in written.items() if (one.subject, one.body) != CORRECTION.get(code)}
    changed = Agency.objects.filter(id=agency.id).exclude(correction=own).update(correction=own)
    if changed:
        record(agency_id=agency.id, actor=actor, verb="updated", kind="agency", ids=[agency.id], now=now, detail={"fields": ["correction"]})
    return bool(changed)


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


def save_words(agency: Agency, template_id: UUID, name: str, wordings: Mapping[str, Wording], now: datetime) -> None:
    """Give a template its name and its words; those that are empty are dropped."""
    Template.objects.filter(agency_id=agency.id, id=template_id).update(name=name, updated_at=now)
    _keep(agency, template_id, wordings, now)


def _check_calling(calling: Calling) -> None:
    needed = {
        "status": (calling.trigger == Trigger.EVENT_STATUS, calling.status, _("Choose the status.")),
        "client_status": (calling.trigger in RECURRING, calling.client_status.strip(), _("Write the status of the clients it goes to.")),
        "at": (calling.trigger in RECURRING, calling.at, _("Choose the time of day.")),
        "weekday": (calling.trigger == Trigger.WEEKLY, calling.weekday, _("Choose the day of the week.")),
        "day_of_month": (calling.trigger == Trigger.MONTHLY, calling.day_of_month, _("Choose the day of the month.")),
    }
    for field, (asked, given, words) in needed.items():
        if asked and given in (None, ""):
            raise BadCalling(words, field)


def _call(stored: AutoMessage, calling: Calling, now: datetime) -> None:
    recurring = calling.trigger in RECURRING
    if stored.trigger != calling.trigger or stored.active_since is None:
        stored.active_since = now
    stored.trigger = calling.trigger
    stored.status = calling.status if calling.trigger == Trigger.EVENT_STATUS else None
    stored.client_status = calling.client_status.strip() if recurring else ""
    stored.at = calling.at if recurring else None
    stored.weekday = calling.weekday if calling.trigger == Trigger.WEEKLY else None
    stored.day_of_month = calling.day_of_month if calling.trigger == Trigger.MONTHLY else None
    stored.scheduled_through = None


def _new(agency: Agency, now: datetime) -> AutoMessage:
    template = Template.objects.create(agency=agency, name="", created_at=now, updated_at=now)
    return AutoMessage.objects.create(agency=agency, template=template, channels=[], created_at=now, updated_at=now)


def _keep(agency: Agency, template_id: UUID, wordings: Mapping[str, Wording], now: datetime) -> None:
    for language, wording in wordings.items():
        mine = TemplateWords.objects.filter(agency_id=agency.id, template_id=template_id, language=language)
        words = {"subject": wording.subject, "body": wording.body, "updated_at": now}
        if wording.empty:
            mine.delete()
        elif not mine.update(**words):
            TemplateWords.objects.create(agency=agency, template_id=template_id, language=language, created_at=now, **words)
