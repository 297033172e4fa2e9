"""What the built-in handset received: the phones and mailboxes of a demo, with what their people answered."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from duenotice.agencies.models import Agency
from duenotice.messaging.models import HandOff, Kind, Message
from duenotice.senders.models import Sender

MOST = 100


@dataclass(frozen=True)
class Line:
    """One thing on a phone or in a mailbox. `mine` is what its person answered."""

    at: datetime
    mine: bool
    channel: str
    other: str
    subject: str
    body: str
    files: list[str]


@dataclass(frozen=True)
class Handset:
    """Oldest first; `sender` is the agency's phone or email that an answer goes to, None where it is gone."""

    to: str
    lines: list[Line]
    sender: Sender | None
    channel: str

    @property
    def mailbox(self) -> bool:
        return "@" in self.to

    @property
    def fingerprint(self) -> str:
        return f"{len(self.lines)}-{self.lines[-1].at.timestamp():.6f}" if self.lines else "0"


def handsets(agency: Agency, most: int = 60) -> list[tuple[str, datetime]]:
    """The phones and mailboxes that got something, the latest first."""
    latest = HandOff.objects.filter(agency_id=agency.id).values("to").annotate(last=Max("at")).order_by("-last")[:most]
    return [(row["to"], row["last"]) for row in latest]


def handset(agency: Agency, to: str) -> Handset | None:
    """The last lines of one phone or mailbox; None where nothing was ever handed to it."""
    handed = list(HandOff.objects.filter(agency_id=agency.id, to=to).order_by("-at", "-id")[:MOST])
    if not handed:
        return None
    answered = Message.objects.filter(
        agency_id=agency.id, kind=Kind.INBOUND, gateway="handset", address__agency_id=agency.id, address__value=to
    ).select_related("sender")
    lines = [*map(_handed, reversed(handed)), *map(_answered, reversed(list(answered.order_by("-send_at", "-id")[:MOST])))]
    latest = handed[0]
    sender = Sender.objects.filter(agency_id=agency.id, value=latest.sender).first()
    channel = "email" if latest.channel == "email" else "text"
    return Handset(to, sorted(lines, key=lambda line: line.at)[-MOST:], sender, channel)


def _handed(one: HandOff) -> Line:
    names = [str(file.get("name", "")) if isinstance(file, dict) else str(file) for file in one.files]
    return Line(one.at, False, one.channel, one.sender, one.subject, one.body, names)


def _answered(one: Message) -> Line:
    return Line(one.send_at, True, one.channel, one.sender.value if one.sender else "", one.subject, one.body, [])
