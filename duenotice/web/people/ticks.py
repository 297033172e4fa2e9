"""The permissions of a role as groups of boxes to tick."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from duenotice.accounts.permissions import KINDS, OTHER_PERMISSIONS, PERMISSIONS, expand


@dataclass(frozen=True)
class Tick:
    """One box. `implies` is the permission that comes with this one; a box that is not `yours` cannot be ticked by who looks at it."""

    name: str
    label: str
    ticked: bool
    yours: bool
    implies: str


@dataclass(frozen=True)
class Group:
    """The permissions about one kind of record, or the rest."""

    label: str | Promise
    ticks: list[Tick]


def groups(chosen: Iterable[str], granting: frozenset[str]) -> list[Group]:
    """Every permission, ticked where `chosen` has or implies it, for somebody who may do `granting`."""
    having = expand(chosen)

    def tick(name: str) -> Tick:
        implied = next(iter(expand([name]) - {name}), "")
        return Tick(name, str(PERMISSIONS[name]), name in having, name in granting, implied)

    of_kinds = [
        Group(capfirst(str(plural)), [tick(f"{verb}_{kind}") for verb in ("view", "create", "update")]) for kind, plural in KINDS.items()
    ]
    return [*of_kinds, Group(_("Everything else"), [tick(name) for name in OTHER_PERMISSIONS])]
