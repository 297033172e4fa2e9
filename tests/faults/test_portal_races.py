"""Many knocks at once at the portal's door, in transactions of their own: no more get through than one after another (P4)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.utils import timezone

from duenotice.agencies.models import Agency
from duenotice.portal.knocking import LIMITS, knock
from tests import cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]


def test_codes_asked_for_at_the_same_moment_keep_to_the_limit():
    agency: Agency = cast.agency()

    def ask(_number: int) -> bool:
        try:
            return knock(agency, "ask", whom=f"phone:{cast.ROSA_PHONE}", place="192.0.2.7", now=timezone.now())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as people:
        let_in = list(people.map(ask, range(24)))
    assert sum(let_in) == LIMITS["ask"].of_one
