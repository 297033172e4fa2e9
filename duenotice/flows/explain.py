"""Why a contact gets which messages about an event, rule by rule: what exists, what does not, and why (A3, A4).

It decides nothing: it asks the rules that sync asks, and sync itself what it would make.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from duenotice.agencies.models import Agency
from duenotice.contacts.channels import CHANNELS
from duenotice.contacts.may_message import facts, may_message
from duenotice.contacts.models import Contact
from duenotice.contacts.why_not import why_not
from duenotice.events.models import Attendance, Event
from duenotice.flows.finding import flow_of, one_flow
from duenotice.flows.models import AutoMessage, Flow, FlowMode, FlowStep, StepKind
from duenotice.flows.origins import EVENT_TRIGGERS, Origin, of_auto, of_step
from duenotice.flows.step_time import Beginning, step_time
from duenotice.flows.sync import Scope, preview
from duenotice.lifecycle.states import LIVE
from duenotice.messaging.models import AUTOMATED, Message
from duenotice.senders.choose import primary_sender
from duenotice.words.dates import in_words


@dataclass(frozen=True)
class Rule:
    """One question with its answer. `words` say what a no means; with `always`, they say more about a yes too."""

    question: str
    passed: bool
    words: str = ""
    always: bool = False


@dataclass(frozen=True)
class Explained:
    """One step or auto message: the message that it made for this contact, if any, or else whether sync would make one now."""

    source: FlowStep | AutoMessage
    rules: list[Rule]
    message: Message | None
    missing: bool

    @property
    def failed(self) -> Rule | None:
        """The first rule that speaks against it."""
        return next((rule for rule in self.rules if not rule.passed), None)


@dataclass(frozen=True)
class Explanation:
    """`common` are the rules about event and contact, which hold for everything."""

    common: list[Rule]
    sources: list[Explained]

    @property
    def failed(self) -> Rule | None:
        """The first of the common rules that speaks against everything."""
        return next((rule for rule in self.common if not rule.passed), None)


def explain(agency: Agency, event: Event, contact: Contact, now: datetime) -> Explanation:
    """Reads alone. The contact comes with its address and client."""
    attending = Attendance.objects.filter(agency_id=agency.id, event_id=event.id)
    attendance = attending.filter(client_id=contact.client_id).first() if contact.client_id else None
    flow = flow_of(agency, event.id)
    sources = list(_sources(agency, one_flow(agency, flow.id) if flow else None))
    made = _made(event, contact, [source.id for source in sources])
    wanted = preview(agency, Scope(contacts=[contact.id]), now).messages
    missing = {one.origin_id for one in wanted if one.act == "create" and one.event_id == event.id}
    about = _About(event, contact, attendance, now)
    told = [Explained(one, list(_rules(agency, one, about, made.get(one.id))), made.get(one.id), one.id in missing) for one in sources]
    return Explanation(list(_common(agency, event, contact, attendance)), told)


@dataclass(frozen=True)
class _About:
    event: Event
    contact: Contact
    attendance: Attendance | None
    now: datetime


def _sources(agency: Agency, flow: Flow | None) -> Iterable[FlowStep | AutoMessage]:
    """The steps of the event's flow, whether it sends or not, and what events call for besides."""
    steps = list(flow.steps.all()) if flow else []
    autos = AutoMessage.objects.filter(LIVE, agency_id=agency.id, trigger__in=EVENT_TRIGGERS, template__agency_id=agency.id)
    for step in steps:
        assert flow is not None
        step.flow = flow
    return [*steps, *autos.select_related("template", "status").order_by("template__name", "id")]


def _made(event: Event, contact: Contact, origins: Sequence[UUID]) -> dict[UUID, Message]:
    """The newest message of each origin for this contact and event; what only simulates where there is no other."""
    rows = Message.objects.filter(
        agency_id=event.agency_id, contact_id=contact.id, event_id=event.id, kind__in=AUTOMATED, origin_id__in=origins
    )
    return {row.origin_id: row for row in rows.order_by("-only_simulate", "created_at", "id") if row.origin_id}


def _common(agency: Agency, event: Event, contact: Contact, attendance: Attendance | None) -> Iterator[Rule]:
    yield Rule(_("Does its client attend the event?"), attendance is not None, _("Add the client on the event's page."))
    silent = _("It is cancelled, archived, in the trash, or its status disables messages.")
    yield Rule(_("May anything be sent about the event?"), not event.is_silent, silent)
    obstacle = may_message(facts(contact=contact, agency=agency, sender=primary_sender(agency.id, contact.channel)))
    yield Rule(_("Do messages reach the contact?"), obstacle is None, " ".join(why_not(contact, obstacle)) if obstacle else "")


def _rules(agency: Agency, source: FlowStep | AutoMessage, about: _About, made: Message | None) -> Iterator[Rule]:
    origin = of_step(source, agency) if isinstance(source, FlowStep) else of_auto(source, agency)
    if isinstance(source, FlowStep):
        sends = source.flow.mode != FlowMode.DISABLED and source.flow.is_live
        yield Rule(_("Does its flow send?"), sends, _("The flow is disabled, archived or in the trash."))
    if origin.channels:
        words = _("It goes by: %(channels)s.") % {"channels": ", ".join(str(CHANNELS[one]) for one in origin.channels)}
        yield Rule(_("Does it go by the contact's channel?"), about.contact.channel in origin.channels, words)
    if source.status:
        has, named = source.status_id == about.event.status_id, {"status": source.status.name}
        yield Rule(_("Has the event the status?"), has, _("It goes when the event gets the status %(status)s.") % named)
        if not has:
            return
    if isinstance(source, FlowStep) and source.fallback:
        yield Rule(_("Is another way tried if it fails?"), True, _("A call, then an email, then the client's next contact."), always=True)
    since = _since(origin.counted_from, about)
    if origin.active_since and since:
        yield Rule(_("Did it happen after its trigger was set?"), origin.active_since <= since, _("What happened before does not count."))
    if since is not None or origin.counted_from in (StepKind.BEFORE, StepKind.AFTER):
        yield from _timing(origin, about, since, made)


def _timing(origin: Origin, about: _About, since: datetime | None, made: Message | None) -> Iterator[Rule]:
    """When it is due; and, unless it was made in time, whether that is still ahead."""
    event = about.event
    due = step_time(origin.step, event=Beginning(event.date, event.time, event.time_zone), since=since)
    never = _("Its time would come on the wrong side of the event.")
    yield Rule(_("Is it ever due?"), due is not None, _due_words(due.send_at, event) if due else never, always=True)
    if due and not made:
        late = _("A step whose time has passed is skipped, never sent late.")
        yield Rule(_("Is its time still ahead?"), not due.past(about.now), late)


def _since(counted_from: str, about: _About) -> datetime | None:
    """What its time is counted from, where it is not the event itself."""
    if counted_from == StepKind.ON_CREATED:
        return max(about.event.created_at, about.attendance.created_at) if about.attendance else None
    return about.event.status_set_at if counted_from == StepKind.ON_STATUS else None


def _due_words(send_at: datetime, event: Event) -> str:
    here = send_at.astimezone(ZoneInfo(event.time_zone))
    return _("Due %(date)s.") % {"date": in_words(here, "M j, Y, g:i A T")}


def in_lines(explanation: Explanation) -> Iterator[str]:
    """For the operator's command: names no person and shows no words of messages."""
    yield from (_line(rule) for rule in explanation.common)
    for one in explanation.sources:
        made = f"message {one.message.id}, {one.message.status}" if one.message else "sync would make it" if one.missing else "no message"
        yield f"{one.source.template.name} ({one.source.id}): {made}"
        yield from (f"  {_line(rule)}" for rule in one.rules)


def _line(rule: Rule) -> str:
    told = f" {rule.words}" if rule.words and (rule.always or not rule.passed) else ""
    return f"{rule.question} {'Yes.' if rule.passed else 'No.'}{told}"
