"""What is known of the people and events that some rows tell of: from the database, and from the rows before them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from duenotice.clients.folding import folded
from duenotice.contacts.models import Consent
from duenotice.events.models import Location, Status
from duenotice.flows.models import Flow
from duenotice.lifecycle.states import State

# (kind, value), as addresses are unique.
AddressKey = tuple[str, str]


@dataclass
class KnownContact:
    """A contact of a client."""

    id: UUID
    type: str
    channel: str
    name: str
    state: State = State.LIVE


@dataclass
class Person:
    """A client, with what rows can say of it. `identities` are the ways in which rows of this file have named this person before."""

    id: UUID
    fields: dict[str, Any]
    state: State = State.LIVE
    contacts: dict[AddressKey, KnownContact] = field(default_factory=dict)
    identities: set[str] = field(default_factory=set)
    new: bool = False

    @property
    def reference(self) -> str:
        return str(self.fields.get("reference", "")).lower()

    def words(self) -> list[str]:
        return words_of(self.fields)


@dataclass
class Hearing:
    """An event, with what rows can say of it."""

    id: UUID
    fields: dict[str, Any]
    starts_at: datetime
    state: State = State.LIVE
    clients: set[UUID] = field(default_factory=set)
    new: bool = False


@dataclass
class Known:
    """All of that for one batch of rows. Planning a row changes it, so that the next row finds what this one makes."""

    persons: dict[UUID, Person] = field(default_factory=dict)
    by_reference: dict[str, UUID] = field(default_factory=dict)
    by_name: dict[str, list[UUID]] = field(default_factory=dict)
    hearings: dict[UUID, Hearing] = field(default_factory=dict)
    hearing_by_reference: dict[str, UUID] = field(default_factory=dict)
    hearings_by_case: dict[str, list[UUID]] = field(default_factory=dict)
    consents: dict[AddressKey, str] = field(default_factory=dict)
    line_types: dict[AddressKey, str] = field(default_factory=dict)
    statuses: dict[str, Status] = field(default_factory=dict)
    locations: dict[str, Location] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)

    def add_person(self, person: Person) -> None:
        self.persons[person.id] = person
        if person.reference:
            self.by_reference[person.reference] = person.id
        key = name_key(person.words())
        if key and person.id not in self.by_name.setdefault(key, []):
            self.by_name[key].append(person.id)

    def add_hearing(self, hearing: Hearing) -> None:
        self.hearings[hearing.id] = hearing
        if reference := str(hearing.fields.get("reference", "")).lower():
            self.hearing_by_reference[reference] = hearing.id
        if key := case_key(hearing.starts_at, str(hearing.fields.get("case_number", "")), str(hearing.fields.get("type", ""))):
            self.hearings_by_case.setdefault(key, []).append(hearing.id)

    def opted_out(self, key: AddressKey) -> bool:
        return self.consents.get(key) == Consent.OUT


def words_of(fields: dict[str, Any]) -> list[str]:
    """The words of a name, as names are compared."""
    return folded(" ".join(str(fields.get(name, "")) for name in ("first_name", "middle_name", "last_name"))).split()


def name_key(words: list[str]) -> str:
    """First and last word of a name: who has others is somebody else. The database has an index by the same."""
    return f"{words[0]} {words[-1]}" if words else ""


def case_key(starts_at: datetime, case_number: str, type: str) -> str:
    """What an event without a reference is known by, where it has a case number: the case, its type and its moment."""
    return f"{starts_at.isoformat()}|{case_number.lower()}|{type.lower()}" if case_number else ""
