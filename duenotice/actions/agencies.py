"""Founding agencies (P1)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.accounts.granting import Refused
from duenotice.accounts.models import Role, User
from duenotice.accounts.permissions import BUILT_IN
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.db.violations import refused_by


class ReferenceInUse(Refused):
    """Another agency has this reference."""

    def __init__(self) -> None:
        super().__init__(_("Another agency has this reference."))


class SuperAdminsOnly(Refused):
    """Only a Super Admin founds agencies."""


def create_agency(*, name: str, reference: str, time_zone: str, by: User, actor: Actor, now: datetime) -> Agency:
    """Add an agency, in simulate mode, with the built-in roles and no users. Raises SuperAdminsOnly, ReferenceInUse."""
    if not (by.is_super_admin and by.is_active):
        raise SuperAdminsOnly
    agency = Agency(name=name, reference=reference, time_zone=time_zone, created_at=now)
    with transaction.atomic():
        _store(agency)
        Role.objects.bulk_create(
            Role(agency=agency, name=role, permissions=sorted(allowed), created_at=now, updated_at=now)
            for role, allowed in BUILT_IN.items()
        )
        record(agency_id=agency.id, actor=actor, verb="created", kind="agency", ids=[agency.id], now=now)
    return agency


def _store(agency: Agency) -> None:
    with refused_by("agencies_agency_reference_key", to=ReferenceInUse):
        agency.save(force_insert=True)
