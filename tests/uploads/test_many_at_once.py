"""What uploads ask of PostgreSQL for thousands of rows at once."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duenotice.db.arrays import array
from duenotice.db.statistics import take_statistics
from tests import cast

pytestmark = pytest.mark.django_db


def test_statistics_are_taken_again_of_tables_that_have_outgrown_them_and_of_no_others():
    cast.client()
    tables = ["clients_client", "events_event", "no_such_table"]
    assert sorted(take_statistics(tables, rows=1_000_000_000)) == ["clients_client", "events_event"]
    assert take_statistics(tables, rows=0) == []


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(values=st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))), raw=st.lists(st.binary()))
def test_an_array_comes_back_as_it_was(values, raw):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text[], %s::bytea[]", [array(values), array(raw)])
        texts, binaries = cursor.fetchone()
    assert (texts, [bytes(one) for one in binaries]) == (values, raw)
