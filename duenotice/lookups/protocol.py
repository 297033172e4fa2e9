"""What a lookup provider is: which questions it answers, what it has to be told, and how its answers read. No Django in a provider."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

# The questions that can be asked of an address, as the Create Lookup form lists them.
LINE, REVERSE, SOCIAL = "line", "reverse", "social"
OPTIONS = (LINE, REVERSE, SOCIAL)

Status = Literal["hit", "miss", "error", "skipped"]


@dataclass(frozen=True)
class Subject:
    """Whom is asked about: a phone (E.164) or an email. `known_since` is the last day on which we knew whose it is."""

    kind: Literal["phone", "email"]
    value: str
    region: str = "US"
    known_since: date | None = None


@dataclass(frozen=True)
class Fact:
    """One thing found. `name` is a code that web/lookups/words.py puts into words; `sure` is the provider's own confidence, 0 to 1."""

    name: str
    value: str
    sure: float | None = None


@dataclass(frozen=True)
class Result:
    """What came of asking one provider. `code` says why there is an error, or why it was not asked: web/lookups/words.py has the words."""

    status: Status
    facts: Sequence[Fact] = ()
    code: str = ""


@dataclass(frozen=True)
class Call:
    """One GET. `path` is put after the provider's address; `query` and `headers` are plain text."""

    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Secret:
    """One thing that a provider has to be told; never shown again."""

    name: str
    label: Any
    optional: bool = False


@dataclass(frozen=True)
class Provider:
    """A plug-in. `answers` says by kind of address which options it serves; `lasts` is how long an answer is good for.

    `call` makes the question, `read` understands JSON that came with 200; `missing` are the statuses that mean "nobody known".
    """

    key: str
    name: str
    address: str
    answers: Mapping[str, frozenset[str]]
    secrets: Sequence[Secret]
    call: Callable[[Subject, frozenset[str], Mapping[str, str]], Call]
    read: Callable[[Mapping[str, Any], Subject], Result]
    missing: frozenset[int] = frozenset({404})
    lasts: timedelta = timedelta(days=30)


def text(value: object) -> str:
    """A value of somebody else's JSON as one plain line; empty where it is no text or number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(value)).split())[:300]


def yes_or_no(value: object) -> str:
    """A truth of somebody else's JSON; empty where it is none."""
    return ("yes" if value else "no") if isinstance(value, bool) else ""


def listed(value: object) -> list[Mapping[str, Any]]:
    """The objects of somebody else's JSON list; none where it is no list. At most twenty: more is no help to anybody."""
    return [one for one in value if isinstance(one, Mapping)][:20] if isinstance(value, list) else []


def within(value: object) -> Mapping[str, Any]:
    """An object of somebody else's JSON; empty where it is none."""
    return value if isinstance(value, Mapping) else {}
