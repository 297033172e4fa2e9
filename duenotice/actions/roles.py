"""Roles of an agency's own making (P1)."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duenotice.accounts.granting import Refused, changing_people, refuse_more_than_own
from duenotice.accounts.models import Membership, Role
from duenotice.accounts.permissions import expand
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.db.violations import refused_by


class RoleNameTaken(Refused):
    """The agency has a role of this name."""

    def __init__(self) -> None:
        super().__init__(_("Your agency has a role of this name already."))


class RoleInUse(Refused):
    """Somebody, perhaps disabled, still has the role."""

    def __init__(self, count: int) -> None:
        words = ngettext("%(count)s user has this role.", "%(count)s users have this role.", count) % {"count": count}
        super().__init__(f"{words} {_('Give them another one first.')}")


def create_role(*, agency: Agency, name: str, permissions: Iterable[str], granting: frozenset[str], actor: Actor, now: datetime) -> Role:
    """Add a role. `granting` is what the actor may do. Raises MoreThanYourOwn, RoleNameTaken."""
    role = Role(agency=agency, name=name, permissions=_known(permissions), created_at=now, updated_at=now)
    with changing_people(agency):
        refuse_more_than_own(role.permissions, granting)
        _store(role, new=True)
        _write_down("created", role, actor, now)
    return role


def update_role(*, role: Role, name: str, permissions: Iterable[str], granting: frozenset[str], actor: Actor, now: datetime) -> bool:
    """Change a role for all who have it; False where nothing differs. Raises MoreThanYourOwn, RoleNameTaken, LastAdministrator."""
    with changing_people(role.agency):
        stored = _stored(role, granting)
        wanted = _known(permissions)
        refuse_more_than_own(wanted, granting)
        if (stored.name, sorted(stored.permissions)) == (name, wanted):
            return False
        stored.name, stored.permissions, stored.updated_at = name, wanted, now
        _store(stored, new=False)
        _write_down("updated", stored, actor, now)
    return True


def delete_role(*, role: Role, granting: frozenset[str], actor: Actor, now: datetime) -> None:
    """Delete a role that nobody has. Raises MoreThanYourOwn, RoleInUse."""
    with changing_people(role.agency):
        stored = _stored(role, granting)
        if users := Membership.objects.filter(agency_id=stored.agency_id, role_id=stored.id).count():
            raise RoleInUse(users)
        _write_down("deleted", stored, actor, now)
        Role.objects.filter(agency_id=stored.agency_id, id=stored.id).delete()


def _stored(role: Role, granting: frozenset[str]) -> Role:
    stored = Role.objects.get(agency_id=role.agency_id, id=role.id)
    refuse_more_than_own(stored.permissions, granting)
    return stored


def _known(permissions: Iterable[str]) -> list[str]:
    """With what they imply, so that what is stored is what is shown."""
    return sorted(expand(permissions))


def _store(role: Role, *, new: bool) -> None:
    with refused_by("role_name_is_unique", to=RoleNameTaken):
        role.save(force_insert=new)


def _write_down(verb: str, role: Role, actor: Actor, now: datetime) -> None:
    detail = {"permissions": role.permissions}
    record(agency_id=role.agency_id, actor=actor, verb=verb, kind="role", ids=[role.id], now=now, detail=detail)
