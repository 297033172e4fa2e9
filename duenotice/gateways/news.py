"""What carriers tell us by themselves: how a call of theirs comes in, and what an adapter reads from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias
from uuid import UUID

from duenotice.gateways.protocol import Refused
from duenotice.gateways.received_part import ReceivedPart


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a call is about: who speaks, which number to call back as people write it (202-555-0100), the words, and their language.

    `to` is whom we called; "" where somebody called us, and `forward_to` is then who takes it, "" for nobody.
    """

    agency: str
    phone: str
    body: str
    language: str
    to: str = ""
    forward_to: str = ""


@dataclass(frozen=True, slots=True)
class Called:
    """A carrier's call to us, as it came. `url` is the exact public address, its query as it was sent; names of headers are in lower case.

    `about` is the last part of the address but ids: status, inbound and the like. `message_id` and `attempt` stood in the address, too;
    they are ours, and None and 0 where they did not. `now` is UTC. `base` is the public address without what follows the gateway's key.
    `spoken` is there where the call is a telephone call.
    """

    url: str
    about: str
    headers: Mapping[str, str]
    body: bytes
    now: datetime
    message_id: UUID | None = None
    attempt: int = 0
    base: str = ""
    spoken: Spoken | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """News of a message that we handed off. `key` makes it one of its kind at this gateway, however often it is told.

    `status` is sent, delivered or failed; any other is kept and changes nothing. `refusal` says why it failed; `words`, what else a clerk
    should know. `at` is the carrier's own time of it, UTC, None where it says none. `attempt` is 0 where it is not known.

    Without our `message_id` it is about the message, or the part of one, that the carrier called `reference` when it took it; `phones` are
    the numbers that it names with it, the recipient's among them, as it writes them.
    """

    key: str
    message_id: UUID | None
    status: str
    reference: str = ""
    attempt: int = 0
    refusal: Refused | None = None
    words: str = ""
    at: datetime | None = None
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """A message that came in. `reference` is the carrier's own id of it. `files` are addresses at the carrier.

    `to` are the numbers or addresses that it was sent to, empty where that is not told; `pooled`, that they belong to a pool which this
    sender sends from, so that they need not be its own. `proven` is False where anybody may have written it in the name of `came_from`.
    `identified` is False where the carrier has no id of it, so that the same message may be told again under another reference. Of a
    long text that comes in parts, each is told by itself, with its `part`.
    """

    reference: str
    channel: str
    came_from: str
    body: str
    subject: str = ""
    answered_by_carrier: bool = False
    files: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    pooled: bool = False
    proven: bool = True
    identified: bool = True
    part: ReceivedPart | None = None


News: TypeAlias = Told | Received


@dataclass(frozen=True, slots=True)
class Reply:
    """What the carrier is answered once the news is kept."""

    body: str = ""
    type: str = "text/plain"


class NotNow(Exception):
    """What is told cannot be checked or read just now: the carrier has to tell it again."""


class Listener(Protocol):
    """An adapter's other half: hears what a carrier tells, with one sender's settings."""

    def verify(self, called: Called) -> bool:
        """Whether this came from the carrier, by its signature over the raw bytes. Raises NotNow."""

    def read(self, called: Called) -> list[News]:
        """What it tells; nothing where it is not understood. Raises NotNow, and nothing else for a call that is verified."""

    def reply(self, called: Called) -> Reply:
        """What to answer."""
