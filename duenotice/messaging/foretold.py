"""When will a waiting message really go, and what will hold it? As far as that is known before it is due; the gate decides then."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from duenotice.agencies.models import Agency
from duenotice.contacts.may_message import WORDS, Obstacle
from duenotice.messaging.may_leave import quiet
from duenotice.messaging.models import Message, Status

# In `code`, beside those of `held_for`: quiet hours would hold it for so long that it never goes (M6).
NEVER = "never"


@dataclass(frozen=True, slots=True)
class Foretold:
    """`at` (UTC) is when it goes, or is looked at next; `code` what holds it until then, "" for nothing; `words` why and what to do."""

    at: datetime
    code: str
    words: tuple[str | Promise, ...] = ()


def foretold(message: Message, agency: Agency, now: datetime) -> Foretold:
    """Of a message that waits. Reads its address, client, event and sender."""
    if message.held_for:
        return Foretold(message.send_at, message.held_for)
    if message.sender is None or not message.sender.carries(message.channel):
        return Foretold(message.send_at, Obstacle.NO_SENDER, WORDS[Obstacle.NO_SENDER])
    verdict = quiet(message, agency, max(message.send_at, now))
    if verdict is None:
        return Foretold(message.send_at, "")
    if verdict.to is not Status.SCHEDULED or verdict.until is None:
        return Foretold(message.send_at, NEVER)
    return Foretold(verdict.until, verdict.code)
