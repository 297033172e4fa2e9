"""What every gateway is handed, and what it may answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeAlias, runtime_checkable
from uuid import UUID


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a message. `type` is a MIME type; `url` is where a carrier may fetch it for a short while, "" if nowhere."""

    name: str
    type: str
    content: bytes
    url: str = ""


@dataclass(frozen=True, slots=True)
class Outbound:
    """One attempt to hand one message off.

    `id` is the message's; `attempt` counts from 1. `channel` is text, voice, email or fax. `sender` and `to` are addresses: E.164 for
    phones, lower case with an ASCII domain for emails. `language` is a BCP 47 tag. `headers` are an email's own: Auto-Submitted,
    List-Unsubscribe and its kin; other channels ignore them, as they ignore `subject`.
    """

    id: UUID
    agency_id: UUID
    attempt: int
    channel: str
    sender: str
    sender_name: str
    to: str
    subject: str
    body: str
    language: str = "en"
    files: tuple[File, ...] = ()
    # Of a fax: where its pages can be fetched as a PDF, for a short while.
    pages_url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class Kind(StrEnum):
    """What a refusal means for the message, the address and the sender."""

    RETRY = "retry"
    """Certainly not taken, for a reason that passes: may be tried again, after `retry_after` if given."""
    LIMIT = "limit"
    """Certainly not taken, because the sender has used up what it may send: may be tried again, after `retry_after` if given."""
    ADDRESS = "address"
    """Nothing can reach this address: it becomes Invalid. The code is one of ADDRESS_CODES."""
    CHANNEL = "channel"
    """This channel cannot reach this address (texts to a landline): Invalid for the channel only. The code is one of ADDRESS_CODES."""
    BLOCKED = "blocked"
    """The recipient told the carrier to stop: an opt-out that we missed (O6)."""
    CONTENT = "content"
    """These words or files are not carried. Others may be."""
    REGISTRATION = "registration"
    """The sender is not registered, verified or authenticated as carriers ask."""
    CONFIGURATION = "configuration"
    """The sender's settings are wrong: nothing goes until a person repairs them."""

    @property
    def passes(self) -> bool:
        """Whether the same message may be tried again by itself."""
        return self in (Kind.RETRY, Kind.LIMIT)


# Why an address, or a channel to it, cannot be reached: the same codes as an Invalid contact has.
ADDRESS_CODES = frozenset({"unknown_number", "disconnected", "landline", "no_texts", "reassigned", "hard_bounce"})


@dataclass(frozen=True, slots=True)
class Parts:
    """What a carrier calls the parts of a message that it took, from the first on, and of how many. It tells of each by that name alone."""

    references: tuple[str, ...]
    of: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """The gateway took the message. `reference` is what it calls it; `delivered`, that it is already known to have arrived.

    `parts`, here and below, only from gateways whose carriers know nothing of our own id.
    """

    reference: str
    delivered: bool = False
    parts: Parts | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The gateway certainly did not take the message. `words` tell a clerk why, and what to do; `retry_after` is in seconds.

    With `parts`, it took those and refused the next: the message is partly out, and must not be of a kind that passes.
    """

    code: str
    words: str
    kind: Kind
    retry_after: float | None = None
    parts: Parts | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """The gateway may or may not have taken the message, so it is never blindly sent again. `reason` tells a clerk what happened."""

    reason: str
    parts: Parts | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """The gateway is certain that it does not have the message."""


@dataclass(frozen=True, slots=True)
class Question:
    """What became of this message, whose answer was Unknown? `since` is when that was, UTC; `body` is what was handed off."""

    agency_id: UUID
    message_id: UUID
    channel: str
    sender: str
    to: str
    body: str
    since: datetime


Answer: TypeAlias = Accepted | Refused | Unknown
Finding: TypeAlias = Accepted | Refused | Unknown | Absent


class Gateway(Protocol):
    """An adapter to one carrier or mail service, with one agency sender's settings. It belongs to the event loop that first used it."""

    @property
    def key(self) -> str:
        """Its name in the registry and on the rows of messages."""

    @property
    def channels(self) -> frozenset[str]:
        """What it carries, of text, voice, email and fax."""

    @property
    def slots(self) -> int:
        """How many calls of `send` begin at once. One more waits, so whoever must begin promptly keeps to it."""

    async def send(self, message: Outbound) -> Answer:
        """Hand `message` off, within a time-out of the gateway's own.

        It raises nothing: every failure that it foresees is an answer. The caller takes an exception, which is then a bug, and its own
        cancellation of this call as Unknown.
        """

    async def ask(self, question: Question) -> Finding:
        """What became of a message whose answer was Unknown, once its `send` has ended.

        Absent only where the gateway is certain; Unknown where it cannot say. Raises nothing.
        """

    async def close(self) -> None:
        """End connections, after the calls under way. Nothing is sent afterwards."""


@runtime_checkable
class Hearing(Protocol):
    """A gateway whose carrier tells news over a connection of the gateway's own, instead of calling us."""

    def listen(self) -> Refused | None:
        """Keep that connection up from now on, until `close`; why there is none, as far as that is known."""


class BadSettings(ValueError):
    """A gateway's settings cannot work. `words` say what is wrong, `setting` names which one, empty for none alone, `bounds` its limits.

    As text: the words, and the particulars in parentheses.
    """

    def __init__(self, words: str, setting: str = "", bounds: str = "") -> None:
        super().__init__(words, setting, bounds)
        self.words, self.setting, self.bounds = words, setting, bounds

    def __str__(self) -> str:
        particulars = ": ".join(one for one in (self.setting, self.bounds) if one)
        return f"{self.words} ({particulars})" if particulars else self.words
