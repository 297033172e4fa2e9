"""Send a Message: what stands on the form for one contact, and what comes of what was typed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duenotice.actions.attaching import attach
from duenotice.actions.composing import CannotCompose, Draft
from duenotice.actions.foreseeing import Foreseen, foresee
from duenotice.contacts.models import Contact
from duenotice.contacts.why_not import why_not
from duenotice.events.models import Event
from duenotice.flows.by_hand import by_hand, words_for
from duenotice.flows.models import AutoMessage
from duenotice.gateways.file_rules import carries_files
from duenotice.messaging.attachments import Upload
from duenotice.messaging.feed import one_message
from duenotice.messaging.models import File, Message
from duenotice.messaging.recipients import Recipient, coming_events, recipient_by_contact, recipient_of_reply, recipients_of_client
from duenotice.web.access import PageRequest
from duenotice.web.messages.forms import ComposeForm
from duenotice.web.messages.rows import CHANNELS
from duenotice.web.templatetags.duenotice import phone
from duenotice.words.merge_tags import tags_in

# They say nothing without an event.
EVENT_TAGS = {
    "EventDate",
    "EventTime",
    "EventDateTime",
    "EventType",
    "EventStatus",
    "LocationName",
    "LocationAddress",
    "JudgeName",
    "CaseNumber",
}

FILES_HINTS: dict[str, str | Promise] = {
    "email": _("Up to 5, 7 MB together: PDF, PNG, JPG, GIF, DOCX, ICS, TXT."),
    "text": _("Up to 5, 5 MB together, better much less: PNG, JPG, GIF, PDF."),
    "fax": _("Up to 5, 7 MB together: PNG, JPG, GIF."),
}


@dataclass
class Composer:
    """`kind` and `id` say what the screen is about: a contact, a client (one of whose contacts is chosen), or a message to answer."""

    request: PageRequest
    kind: str
    id: UUID
    recipients: list[Recipient]
    answers: Message | None = None
    # The client's coming events, where the page has asked for them already.
    coming: list[Event] | None = None
    files: list[File] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @cached_property
    def recipient(self) -> Recipient | None:
        """The one chosen; else the first that messages reach."""
        chosen = self.request.POST.get("to", "")
        return next((one for one in self.recipients if str(one.contact.id) == chosen), next(iter(self.recipients), None))

    @property
    def contact(self) -> Contact:
        assert self.recipient is not None
        return self.recipient.contact

    @property
    def obstacle(self) -> tuple[object, object] | None:
        """Why nothing can be sent, and what to do; None where it can."""
        if self.recipient is None:
            return _("This client has no contacts."), _("Add a phone number or an email address to it first.")
        return why_not(self.contact, self.recipient.obstacle) if self.recipient.obstacle else None

    @property
    def written(self) -> str:
        """What was typed before somebody else opted the contact out, say: it can still be copied."""
        return self.request.POST.get("body", "")

    @property
    def no_event(self) -> bool:
        """Do the words ask for an event while none is chosen?"""
        typed = self.form.cleaned_data
        return not typed.get("event") and bool(EVENT_TAGS & {*tags_in(typed.get("subject", "")), *tags_in(typed.get("body", ""))})

    @property
    def email(self) -> bool:
        return self.contact.channel == "email"

    @property
    def files_hint(self) -> str | Promise:
        """Which files can be attached; "" where its carrier takes none along."""
        sender = next(iter(self.recipient.senders), None) if self.recipient else None
        takes = sender is not None and carries_files(sender.gateway, self.contact.channel)
        return FILES_HINTS[self.contact.channel] if takes else ""

    @cached_property
    def events(self) -> list[Event]:
        """Those that something may be sent about."""
        if self.coming is None:
            self.coming = coming_events(self.request.agency, self.contact.client_id, self.request.now) if self.contact.client_id else []
        return [event for event in self.coming if not event.is_silent]

    @cached_property
    def templates(self) -> list[AutoMessage]:
        return by_hand(self.request.agency, self.contact.channel)

    @cached_property
    def form(self) -> ComposeForm:
        """What was typed; the check that finds it wrong changes nothing of it."""
        initial = {"subject": _answering(self.answers.subject)} if self.answers else {}
        form = ComposeForm(self.request.POST or None, self.request.FILES or None, initial=initial, auto_id="compose_%s")
        self.fit(form)
        return form

    def fresh(self) -> "Composer":
        """Itself with an empty form: what was posted, if anything, was for another form on the page."""
        self.form = ComposeForm(auto_id="compose_%s")
        if self.recipient:
            self.fit(self.form)
        return self

    def refill(self) -> None:
        """Show what was typed again, for a contact just chosen or with the words of an auto message just picked; nothing is judged yet."""
        typed: dict[str, object] = {name: self.request.POST.get(name, "") for name in ComposeForm.base_fields if name != "files"}
        if self.request.htmx.trigger_name in ("template", None):
            typed |= self._template_words(str(typed["template"]))
        self.form = ComposeForm(initial=typed, auto_id="compose_%s")
        self.fit(self.form)

    def _template_words(self, template_id: str) -> dict[str, object]:
        picked = next((one for one in self.templates if str(one.id) == template_id), None)
        client = self.contact.client
        words = words_for(self.request.agency, picked.id, client.language if client else self.request.agency.language) if picked else None
        if words is None:
            return {}
        filled: dict[str, object] = {"subject": words[0], "body": words[1]}
        if self.events and not self.request.POST.get("event") and EVENT_TAGS & {*tags_in(words[0]), *tags_in(words[1])}:
            filled["event"] = str(self.events[0].id)
        return filled

    def fit(self, form: ComposeForm) -> None:
        """Give the form's lists the choices that this contact has."""
        assert self.recipient is not None
        form.fields["sender"].label = _("From Email") if self.email else _("From Phone")
        _choose(form, "sender", ((sender.id, f"{sender.name} {phone(sender.value)}".strip()) for sender in self.recipient.senders))
        _choose(form, "to", ((one.contact.id, _label(one.contact)) for one in self.reachable))
        form.fields["to"].required = self.kind == "client"
        _choose(form, "template", ((one.id, one.template.name) for one in self.templates), none=_("Write your own"))
        _choose(form, "event", ((event.id, _event_label(event)) for event in self.events), none=_("About no event"))

    @property
    def reachable(self) -> list[Recipient]:
        return [one for one in self.recipients if one.obstacle is None]

    @property
    def unreachable(self) -> list[tuple[Contact, object, object]]:
        return [(one.contact, *why_not(one.contact, one.obstacle)) for one in self.recipients if one.obstacle is not None]

    def url(self, do: str = "compose") -> str:
        return reverse(do, args=[self.request.agency.reference, self.kind, self.id])

    @property
    def send_url(self) -> str:
        return self.url()

    @property
    def fill_url(self) -> str:
        return self.url("compose_fill")

    @property
    def preview_url(self) -> str:
        return self.url("compose_preview")

    def keep_files(self) -> None:
        """Keep what was attached, before anything else can go wrong."""
        chosen = cast("list[UploadedFile[Any]]", self.request.FILES.getlist("files"))
        uploads = [Upload(one.name or "", one.read()) for one in chosen if one]
        kept = [id for text in self.request.POST.getlist("kept") if (id := self._unsigned(text))]
        if uploads or kept:
            self.files, self.refused = attach(agency=self.request.agency, kept=kept, uploads=uploads, now=self.request.now)

    @property
    def kept(self) -> list[tuple[File, str]]:
        """Each file with the signed text by which the next press finds it again."""
        return [(file, signing.dumps(str(file.id), salt=self._salt)) for file in self.files]

    def draft(self, *, now: bool = False) -> Draft:
        """What was typed, as far as it can be read."""
        typed = self.form.cleaned_data
        event = next((event for event in self.events if str(event.id) == typed.get("event")), None)
        return Draft(
            body=typed.get("body", ""),
            subject=typed.get("subject", ""),
            sender_id=UUID(typed["sender"]) if typed.get("sender") else None,
            event=event,
            file_ids=[file.id for file in self.files],
            day=typed.get("send_date"),
            clock=typed.get("send_time"),
            send_now=now,
            ignores_quiet_hours=bool(typed.get("quiet_anyway")),
            repeat_anyway=bool(typed.get("repeat_anyway")),
            answers=self.answers,
            user_name=self.request.user.name,
        )

    def foreseen(self) -> Foreseen | None:
        """What would come of it; None while a field cannot be read."""
        self.form.is_valid()
        try:
            return foresee(agency=self.request.agency, contact=self.contact, draft=self.draft(), now=self.request.now)
        except CannotCompose:
            return None

    @property
    def _salt(self) -> str:
        return f"file of {self.request.user.id} at {self.request.agency.id}"

    def _unsigned(self, text: str) -> UUID | None:
        try:
            return UUID(signing.loads(text, salt=self._salt, max_age=86_400))
        except signing.BadSignature:
            return None


def composer(request: PageRequest, kind: str, id: UUID) -> Composer:
    """The composer on a contact's, a client's or a received message's screen. Raises Http404 where the agency has no such record."""
    if kind == "reply":
        received = one_message(request.agency, id)
        if received is None or not received.inbound:
            raise Http404("no such received message")
        return Composer(request, kind, id, recipient_of_reply(request.agency, received), answers=received)
    find = {"contact": recipient_by_contact, "client": recipients_of_client}.get(kind)
    recipients = find(request.agency, id) if find else None
    if recipients is None:
        raise Http404(f"no such {kind}")
    return Composer(request, kind, id, recipients)


def _answering(subject: str) -> str:
    """The subject of an answer to an email."""
    return subject if not subject or subject.casefold().startswith("re:") else f"Re: {subject}"[:200]


def _choose(form: ComposeForm, name: str, choices: Iterable[tuple[object, object]], none: object = None) -> None:
    form.fields[name].choices = [*([("", none)] if none is not None else []), *((str(value), label) for value, label in choices)]  # type: ignore[attr-defined]


def _label(contact: Contact) -> str:
    return f"{CHANNELS[contact.channel]}: {phone(contact.address.value)} {contact.name}".strip()


def _event_label(event: Event) -> str:
    return " · ".join(
        part for part in (f"{event.date:%Y-%m-%d} {event.time:%H:%M}", event.type or event.description, event.case_number) if part
    )
