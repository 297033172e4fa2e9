"""Two people who change access at the same moment (P1)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from duenotice.accounts.granting import LastAdministrator, has_administrator
from duenotice.accounts.models import Membership, Role, User
from duenotice.accounts.permissions import ALL
from duenotice.actions.people import AlreadyMember, disable, invite
from duenotice.agencies.activity import Actor
from tests import cast

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def at_once(*verbs: Callable[[], object]) -> list[type]:
    """Runs them at the same moment, each on a connection of its own; answers what came of each: its result's type or its error's."""
    start = Barrier(len(verbs))

    def run(verb: Callable[[], object]) -> type:
        start.wait()
        try:
            return type(verb())
        except Exception as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as threads:
        return list(threads.map(run, verbs))


def test_two_administrators_who_disable_each_other_leave_one():
    agency, ada, bea = cast.agency(), cast.ada(), cast.user("Bea", of=cast.agency(), role="Administrators")
    for _ in range(10):
        Membership.objects.filter(agency=agency).update(disabled_at=None)
        came = at_once(
            *[
                lambda by=by, whom=whom: disable(
                    membership=Membership.objects.select_related("agency").get(agency=agency, user=whom),
                    granting=ALL,
                    actor=Actor("user", by.id),
                    now=cast.NOON,
                )
                for by, whom in ((ada, bea), (bea, ada))
            ]
        )
        assert sorted(kind.__name__ for kind in came) == ["LastAdministrator", "bool"]
        assert has_administrator(agency.id)
    assert LastAdministrator in came


def test_one_person_invited_several_times_at_once_is_one_user_with_one_role_per_agency():
    agencies = [cast.agency(), cast.agency("lakeside")] * 3
    roles = [Role.objects.get(agency=agency, name="Staff") for agency in agencies]
    came = at_once(
        *[
            lambda role=role: invite(
                agency=role.agency,
                email="nell@example.com",
                name="Nell",
                role=role,
                granting=ALL,
                actor=Actor("system"),
                link=lambda user: "x",
                now=cast.NOON,
            )
            for role in roles
        ]
    )
    assert came.count(Membership) == 2
    assert came.count(AlreadyMember) == 4
    assert User.objects.filter(email="nell@example.com").count() == 1
