"""Which client does a row mean? Rather nobody than the wrong one: a doubtful row is left for a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from duenotice.lifecycle.states import State
from duenotice.uploads.known import AddressKey, Known, Person, name_key, words_of
from duenotice.uploads.ways import Problem


@dataclass(frozen=True)
class Found:
    """The client, none where the row tells of a new one; or why it is left for a person.

    `only_if_same`: the client is the one if the row says nothing new of it, as in a file that is uploaded again; else it is doubtful.
    """

    person: Person | None = None
    problem: Problem | None = None
    only_if_same: Problem | None = None


class Likeness(IntEnum):
    OTHER = 0
    NAMESAKE = 1
    DOUBTFUL = 2
    SAME = 3


def find_client(known: Known, fields: dict[str, Any], addresses: Iterable[AddressKey], identity: str) -> Found:
    """The client that a row with these fields and addresses is about.

    A reference decides. Without one: name, date of birth and an address in common; or, of a row of the same file, all that it said of the
    client. Whoever is only like somebody is left for a person.
    """
    reference = str(fields.get("reference", "")).lower()
    if reference and reference in known.by_reference:
        return _by_reference(known.persons[known.by_reference[reference]], fields)
    mine, words = set(addresses), words_of(fields)
    likeness = {
        person.id: _likeness(person, fields, words, mine, identity)
        for person in map(known.persons.__getitem__, known.by_name.get(name_key(words), []))
        # Two references are two clients, by the agency's own word.
        if not (reference and person.reference)
    }
    same = [known.persons[id] for id, like in likeness.items() if like is Likeness.SAME]
    if len(same) > 1:
        return Found(problem=("several_same", str(len(same))))
    if same:
        return _live(same[0])
    doubtful = [known.persons[id] for id, like in likeness.items() if like is Likeness.DOUBTFUL]
    if doubtful:
        words_for_it = ("maybe_same", _called(doubtful[0]))
        again = len(doubtful) == 1 and not reference and doubtful[0].state is State.LIVE and mine & doubtful[0].contacts.keys()
        return Found(person=doubtful[0], only_if_same=words_for_it) if again else Found(problem=words_for_it)
    namesakes = [known.persons[id] for id, like in likeness.items() if like is Likeness.NAMESAKE]
    # With a reference of its own, a namesake without anything else in common is another client.
    return Found(problem=("namesake", _called(namesakes[0]))) if namesakes and not reference else Found()


def _by_reference(person: Person, fields: dict[str, Any]) -> Found:
    """Numbers are given out again, and mistyped: another name and another birthday are another person."""
    words, theirs = words_of(fields), person.words()
    born, birthday = fields.get("date_of_birth"), person.fields.get("date_of_birth")
    if words and theirs and not set(words) & set(theirs) and not (born and born == birthday):
        return Found(problem=("reference_of_another", _called(person)))
    return _live(person)


def _live(person: Person) -> Found:
    if person.state is State.LIVE:
        return Found(person)
    return Found(problem=("client_trashed" if person.state is State.TRASHED else "client_archived", _called(person)))


def _likeness(person: Person, fields: dict[str, Any], words: list[str], mine: set[AddressKey], identity: str) -> Likeness:
    if identity and identity in person.identities:
        return Likeness.SAME
    if not _names_agree(words, person.words()):
        return Likeness.OTHER
    born, birthday = fields.get("date_of_birth"), person.fields.get("date_of_birth")
    if born and birthday and born != birthday:
        return Likeness.OTHER
    if mine & person.contacts.keys():
        return Likeness.SAME if born and birthday else Likeness.DOUBTFUL
    return Likeness.DOUBTFUL if born and birthday else Likeness.NAMESAKE


def _names_agree(words: list[str], theirs: list[str]) -> bool:
    """The same first and last words; and between them the same, an initial of it, or nothing on one side."""
    if words[:1] != theirs[:1] or words[-1:] != theirs[-1:] or (len(words) == 1) != (len(theirs) == 1):
        return False
    middle, other = words[1:-1], theirs[1:-1]
    if not middle or not other:
        return True
    return all(
        one.strip(".").startswith(two.strip(".")) or two.strip(".").startswith(one.strip("."))
        for one, two in zip(middle, other, strict=False)
    )


def _called(person: Person) -> str:
    """How a person can be found: by the reference, else by the name."""
    name = " ".join(str(person.fields.get(part, "")) for part in ("first_name", "middle_name", "last_name") if person.fields.get(part))
    return str(person.fields.get("reference") or name)
