"""Inviting, roles, disabling, and what nobody may do (P1)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.core.management import call_command

from duenotice.accounts.granting import LastAdministrator, MoreThanYourOwn
from duenotice.accounts.lockout import locked
from duenotice.accounts.models import Membership, Role, User, agencies_of, invitations_of, permissions_of
from duenotice.accounts.permissions import ALL, BUILT_IN
from duenotice.actions.agencies import ReferenceInUse, SuperAdminsOnly, create_agency
from duenotice.actions.people import (
    AlreadyMember,
    YourOwnAccess,
    accept_invitation,
    assign_role,
    decline_invitation,
    disable,
    enable,
    invite,
)
from duenotice.actions.roles import RoleInUse, RoleNameTaken, create_role, delete_role, update_role
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Activity
from tests import cast

pytestmark = pytest.mark.django_db
LATER = cast.NOON + timedelta(minutes=1)
STAFF = BUILT_IN["Staff"]


def role(name: str = "Staff") -> Role:
    return Role.objects.get(agency=cast.agency(), name=name)


def member(user: User) -> Membership:
    return Membership.objects.get(agency=cast.agency(), user=user)


def by(user: User, granting: frozenset[str] = ALL) -> dict[str, Any]:
    return {"granting": granting, "actor": cast.actor(user), "now": cast.NOON}


def invited(email: str = "nell@example.com", to: Role | None = None, granting: frozenset[str] = ALL) -> Membership:
    who = by(cast.user("Ada"), granting)
    return invite(agency=cast.agency(), email=email, name="Nell", role=to or role(), link=lambda user: "http://x/link", **who)


def verbs() -> list[str]:
    return list(Activity.objects.filter(agency=cast.agency()).order_by("id").values_list("verb", flat=True))


def test_inviting_makes_a_user_who_cannot_sign_in_before_they_set_a_password():
    made = invited("Nell@Example.COM")
    assert made.user.email == "nell@example.com"
    assert not made.user.has_usable_password()
    assert mail.outbox[0].to == ["nell@example.com"]
    assert "http://x/link" in mail.outbox[0].body
    assert verbs() == ["invited"]


def test_inviting_a_user_of_another_agency_keeps_their_name_and_password():
    lee = cast.lee()
    made = invited(lee.email)
    assert made.user.id == lee.id
    assert made.user.name == "Lee"
    assert "Say there whether you accept" in mail.outbox[0].body


def test_a_user_of_another_agency_comes_in_once_they_accept_and_never_if_they_decline():
    lee = cast.lee()
    for answer, comes_in in ((decline_invitation, False), (accept_invitation, True)):
        made = invited(lee.email)
        assert permissions_of(lee, made.agency_id) is None
        assert made.agency not in agencies_of(lee)
        assert invitations_of(lee) == [made]
        answer(membership=made, actor=cast.actor(lee), now=cast.NOON)
        assert invitations_of(lee) == []
        assert (permissions_of(lee, made.agency_id) is not None) is comes_in
    assert verbs() == ["invited", "declined", "invited", "accepted"]


def test_inviting_a_member_again_is_refused_and_mails_nothing():
    sam = cast.sam()
    with pytest.raises(AlreadyMember):
        invited(sam.email)
    assert mail.outbox == []


def test_the_first_super_admin_is_made_by_a_command(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", cast.PASSWORD)
    call_command("createsuperuser", interactive=False, email="Root@example.com", name="Root", verbosity=0)
    root = User.objects.get(email="root@example.com")
    assert root.check_password(cast.PASSWORD)
    assert permissions_of(root, cast.agency().id) == ALL


def test_a_locked_super_admin_is_released_by_a_command():
    AccessAttempt.objects.create(username="root@example.com", failures_since_start=5, ip_address="127.0.0.1")
    assert locked(["root@example.com"]) == {"root@example.com"}
    call_command("axes_reset_username", "root@example.com")
    assert locked(["root@example.com"]) == set()


def test_the_name_of_an_agency_starts_no_header():
    agency = cast.agency()
    agency.name = "Court\r\nBcc: spy@example.org"
    who = by(cast.user("Ada"))
    invite(agency=agency, email="nell@example.com", name="Nell", role=role(), link=lambda user: "x", **who)
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["nell@example.com"]


def test_nobody_hands_out_more_than_their_own_permissions():
    ada, sam = cast.ada(), cast.sam()
    limited = frozenset(STAFF | {"users", "roles"})
    for attempt in (
        lambda: invited(to=role("Administrators"), granting=limited),
        lambda: assign_role(membership=member(sam), role=role("Administrators"), **by(cast.user("Nell"), limited)),
        lambda: assign_role(membership=member(ada), role=role("Staff"), **by(cast.user("Nell"), limited)),
        lambda: disable(membership=member(ada), **by(cast.user("Nell"), limited)),
        lambda: create_role(agency=cast.agency(), name="Mine", permissions=["purge"], **by(sam, limited)),
        lambda: update_role(role=role("Staff"), name="Staff", permissions=[*STAFF, "purge"], **by(sam, limited)),
        lambda: update_role(role=role("Administrators"), name="Administrators", permissions=[], **by(sam, limited)),
        lambda: delete_role(role=role("Administrators"), **by(sam, limited)),
    ):
        with pytest.raises(MoreThanYourOwn):
            attempt()
    assert verbs() == []
    assert permissions_of(ada, cast.agency().id) == ALL


def test_an_implied_permission_is_granted_too():
    with pytest.raises(MoreThanYourOwn):
        create_role(agency=cast.agency(), name="Mine", permissions=["create_clients"], **by(cast.sam(), frozenset({"create_clients"})))


def test_nobody_changes_their_own_access():
    ada = cast.ada()
    for attempt in (
        lambda: assign_role(membership=member(ada), role=role(), **by(ada)),
        lambda: disable(membership=member(ada), **by(ada)),
    ):
        with pytest.raises(YourOwnAccess):
            attempt()


@pytest.mark.parametrize("invited_too", [False, True])
def test_the_last_administrator_stays_one_even_where_another_has_not_come_yet(invited_too: bool):
    ada, root = cast.ada(), cast.user("Root", is_super_admin=True)
    if invited_too:
        invited(to=role("Administrators"))
    before = verbs()
    for attempt in (
        lambda: assign_role(membership=member(ada), role=role(), **by(root)),
        lambda: disable(membership=member(ada), **by(root)),
        lambda: update_role(role=role("Administrators"), name="A", permissions=ALL - {"roles"}, **by(root)),
    ):
        with pytest.raises(LastAdministrator):
            attempt()
    assert permissions_of(ada, cast.agency().id) == ALL
    assert verbs() == before


def test_disabling_ends_access_to_this_agency_alone_and_enabling_gives_it_back():
    ada, sam = cast.ada(), cast.sam()
    cast.user("Sam", of=cast.agency("lakeside"))
    assert disable(membership=member(sam), **by(ada))
    assert not disable(membership=member(sam), **by(ada))
    assert permissions_of(sam, cast.agency().id) is None
    assert permissions_of(sam, cast.agency("lakeside").id) == STAFF
    assert enable(membership=member(sam), **by(ada))
    assert permissions_of(sam, cast.agency().id) == STAFF
    assert verbs() == ["disabled", "enabled"]


def test_a_role_keeps_what_it_implies_and_changes_for_all_who_have_it():
    ada, sam = cast.ada(), cast.sam()
    made = create_role(agency=cast.agency(), name="Intake", permissions=["create_clients", "no_such"], **by(ada))
    assert made.permissions == ["create_clients", "view_clients"]
    assign_role(membership=member(sam), role=made, **by(ada))
    assert update_role(role=made, name="Intake", permissions=["view_events"], **by(ada))
    assert not update_role(role=made, name="Intake", permissions=["view_events"], **by(ada))
    assert permissions_of(sam, cast.agency().id) == {"view_events"}


def test_a_role_in_use_is_not_deleted():
    ada, sam = cast.ada(), cast.sam()
    disable(membership=member(sam), **by(ada))
    with pytest.raises(RoleInUse, match="1 user has this role"):
        delete_role(role=role(), **by(ada))
    delete_role(role=role("Viewers"), **by(ada))
    assert not Role.objects.filter(agency=cast.agency(), name="Viewers").exists()


def test_names_of_roles_differ_in_more_than_case():
    with pytest.raises(RoleNameTaken):
        create_role(agency=cast.agency(), name="STAFF", permissions=[], **by(cast.ada()))


def test_a_super_admin_alone_founds_agencies_and_they_start_in_simulate_mode():
    root = cast.user("Root", is_super_admin=True)
    found: Callable[..., Any] = lambda user: create_agency(  # noqa: E731
        name="Hill Court", reference="hill", time_zone="America/Denver", by=user, actor=Actor("user", user.id), now=LATER
    )
    with pytest.raises(SuperAdminsOnly):
        found(cast.ada())
    made = found(root)
    assert not made.live
    assert set(Role.objects.filter(agency=made).values_list("name", flat=True)) == set(BUILT_IN)
    with pytest.raises(ReferenceInUse):
        found(root)
