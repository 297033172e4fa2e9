"""Who belongs to an agency, with which role (P1): invite, assign a role, disable, enable, release a lock."""

from collections.abc import Callable
from datetime import datetime

from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from duenotice.accounts.granting import Refused, changing_people, refuse_more_than_own
from duenotice.accounts.lockout import release
from duenotice.accounts.models import Membership, Role, User
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency

# Gives the address of the page on which an invited user sets a password, or of the one to sign in for who has one.
Link = Callable[[User], str]


class AlreadyMember(Refused):
    """Somebody with this email belongs to the agency; `membership` is theirs."""

    def __init__(self, membership: Membership) -> None:
        super().__init__(_("Somebody with this email is a user of your agency already."))
        self.membership = membership


class YourOwnAccess(Refused):
    """Nobody changes their own role or disables themselves."""

    def __init__(self) -> None:
        super().__init__(_("You cannot change your own access. Ask another administrator."))


class MailFailed(Exception):
    """The invitation stands, but its mail could not be handed over."""


def invite(
    *, agency: Agency, email: str, name: str, role: Role, granting: frozenset[str], actor: Actor, link: Link, now: datetime
) -> Membership:
    """Add whoever has `email`, and mail them a link: a new user comes in by choosing a password, one of other agencies by accepting.

    `granting` is what the inviter may do. Raises AlreadyMember, MoreThanYourOwn, and MailFailed once the invitation is stored.
    """
    with changing_people(agency):
        refuse_more_than_own(_locked_role(role).permissions, granting)
        user, new = _user(email.lower(), name)
        twin = Membership.objects.filter(agency_id=agency.id, user=user).first()
        if twin is not None:
            raise AlreadyMember(twin)
        membership = Membership.objects.create(agency=agency, user=user, role=role, invited=not new, created_at=now, updated_at=now)
        _write_down("invited", membership, actor, now, role=str(role.id))
    _mail_invitation(membership, link)
    return membership


def invite_again(*, membership: Membership, actor: Actor, link: Link, now: datetime) -> None:
    """Mail the link once more, to whoever has not set a password yet. Raises MailFailed."""
    with changing_people(membership.agency):
        _write_down("invited_again", membership, actor, now)
    _mail_invitation(membership, link)


def accept_invitation(*, membership: Membership, actor: Actor, now: datetime) -> None:
    """Somebody says yes to an agency: from now on they may do there what the role allows."""
    with changing_people(membership.agency):
        Membership.objects.filter(agency_id=membership.agency_id, id=membership.id, invited=True).update(invited=False, updated_at=now)
        _write_down("accepted", membership, actor, now)


def decline_invitation(*, membership: Membership, actor: Actor, now: datetime) -> None:
    """Somebody says no; they can be invited again."""
    with changing_people(membership.agency):
        Membership.objects.filter(agency_id=membership.agency_id, id=membership.id, invited=True).delete()
        _write_down("declined", membership, actor, now)


def assign_role(*, membership: Membership, role: Role, granting: frozenset[str], actor: Actor, now: datetime) -> bool:
    """Give a member another role; False where it is theirs already. Raises MoreThanYourOwn, YourOwnAccess, LastAdministrator."""
    with changing_people(membership.agency):
        stored = _to_change(membership, granting, actor)
        refuse_more_than_own(_locked_role(role).permissions, granting)
        if stored.role_id == role.id:
            return False
        before, stored.role, stored.updated_at = stored.role_id, role, now
        stored.save(update_fields=["role", "updated_at"])
        _write_down("role_assigned", stored, actor, now, role=str(role.id), before=str(before))
    return True


def disable(*, membership: Membership, granting: frozenset[str], actor: Actor, now: datetime) -> bool:
    """End a member's access to this agency at once; False where it had ended. Raises MoreThanYourOwn, YourOwnAccess, LastAdministrator."""
    return _set_disabled(membership, now, "disabled", granting=granting, actor=actor, now=now)


def enable(*, membership: Membership, granting: frozenset[str], actor: Actor, now: datetime) -> bool:
    """Give a member their access back, with the role they had; False where they have it. Raises MoreThanYourOwn, YourOwnAccess."""
    return _set_disabled(membership, None, "enabled", granting=granting, actor=actor, now=now)


def unlock(*, membership: Membership, actor: Actor, now: datetime) -> bool:
    """Let somebody sign in again after too many wrong passwords; False where nothing was wrong."""
    with changing_people(membership.agency):
        released = release(membership.user.email)
        if released:
            _write_down("lock_released", membership, actor, now)
    return released


def _user(email: str, name: str) -> tuple[User, bool]:
    """Whoever has the email; else a new user, who can sign in once they have set a password. And whether they are new."""
    try:
        with transaction.atomic():
            known = User.objects.filter(email=email).first()
            return known or User.objects.create_user(email=email, name=name), known is None
    except IntegrityError:  # another agency invited them at the same moment
        return User.objects.get(email=email), False


def _set_disabled(membership: Membership, at: datetime | None, verb: str, *, granting: frozenset[str], actor: Actor, now: datetime) -> bool:
    with changing_people(membership.agency):
        stored = _to_change(membership, granting, actor)
        if (stored.disabled_at is None) == (at is None):
            return False
        stored.disabled_at, stored.updated_at = at, now
        stored.save(update_fields=["disabled_at", "updated_at"])
        _write_down(verb, stored, actor, now)
    return True


def _to_change(membership: Membership, granting: frozenset[str], actor: Actor) -> Membership:
    """The membership as it is stored now, where the actor may change it."""
    stored = Membership.objects.select_related("role").get(agency_id=membership.agency_id, id=membership.id)
    if actor.id == stored.user_id:
        raise YourOwnAccess
    refuse_more_than_own(stored.role.permissions, granting)
    return stored


def _locked_role(role: Role) -> Role:
    """The role as it is stored now: it may have grown since the page was drawn."""
    return Role.objects.get(agency_id=role.agency_id, id=role.id)


def _write_down(verb: str, membership: Membership, actor: Actor, now: datetime, **detail: str) -> None:
    detail["user"] = str(membership.user_id)
    record(agency_id=membership.agency_id, actor=actor, verb=verb, kind="membership", ids=[membership.id], now=now, detail=detail)


def _mail_invitation(membership: Membership, link: Link) -> None:
    user = membership.user
    words = {"name": user.name, "agency": membership.agency.name, "link": link(user)}
    with translation.override(user.language):
        subject = " ".join((_("You are invited to Due Notice at %(agency)s") % words).split())
        if user.has_usable_password():
            body = _("Hello %(name)s,\n\nyou are invited to work at %(agency)s in Due Notice. Say there whether you accept:\n\n%(link)s\n")
        else:
            body = _(
                "Hello %(name)s,\n\nyou are invited to Due Notice at %(agency)s. "
                "Choose your password here; the link works once, for 24 hours:\n\n%(link)s\n"
            )
    try:
        send_mail(subject, body % words, None, [user.email])
    except OSError as error:  # whatever keeps a mail server from taking it: smtplib's errors are OSErrors
        raise MailFailed from error
