"""Who may change people and roles (P1): nobody beyond what their own role allows, and never so that nobody is left to administer."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.accounts.models import ACTIVE, Membership, Role
from duenotice.accounts.permissions import expand
from duenotice.agencies.models import Agency

ADMINISTERING = ["users", "roles"]


class Refused(Exception):
    """A change to people or roles that is not allowed; its words say why and what to do."""


class MoreThanYourOwn(Refused):
    """It would hand out, or touch, permissions that the person changing it does not have."""

    def __init__(self) -> None:
        super().__init__(_("That role allows more than your own. Ask somebody whose role allows as much to do it."))


class LastAdministrator(Refused):
    """Nobody who can sign in could manage users and roles any more."""

    def __init__(self) -> None:
        super().__init__(_("Nobody would be left who can manage users and roles. Make somebody else an administrator first."))


def refuse_more_than_own(permissions: Iterable[str], granting: frozenset[str]) -> None:
    """Raises MoreThanYourOwn unless `granting`, what somebody may do, covers all of `permissions`."""
    if not expand(permissions) <= granting:
        raise MoreThanYourOwn


def has_administrator(agency_id: UUID) -> bool:
    """Whether somebody who can sign in may manage users and roles there; Super Admins do not count."""
    roles = Role.objects.filter(agency_id=agency_id, permissions__contains=ADMINISTERING)
    members = Membership.objects.filter(ACTIVE, agency_id=agency_id, user__is_active=True, role_id__in=roles.values("id"))
    # Django marks a password that nobody has set by a beginning of "!".
    return members.exclude(user__password__startswith="!").exists()  # noqa: S106


@contextmanager
def changing_people(agency: Agency) -> Iterator[None]:
    """One transaction that changes people or roles, one at a time in an agency. Raises LastAdministrator, and undoes it, at the end."""
    with transaction.atomic():
        Agency.objects.select_for_update(no_key=True).get(id=agency.id)
        had = has_administrator(agency.id)
        yield
        if had and not has_administrator(agency.id):
            raise LastAdministrator
