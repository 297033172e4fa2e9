"""Names are found without accents and case, the same in Python as in the database (F1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duenotice.clients.folding import folded
from duenotice.clients.models import Client
from duenotice.clients.search import named
from tests import cast


@pytest.mark.parametrize("typed", ["tomas nunez", "TOMÁS", "Núñez", "nunez tomas"])
@pytest.mark.django_db
def test_a_name_is_found_however_its_accents_are_typed(typed):
    tomas = cast.client("Tomás", "Núñez")
    cast.client("Thomas", "Nunes")
    assert list(Client.objects.filter(named(typed), agency=tomas.agency)) == [tomas]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Łukasz Ørsted", "İpek Çelik", "ÀÉÎÕÜ ñ", "Đặng Thị", "Zoë  Ånäs"])
def test_the_database_folds_as_python_does(name):
    client = cast.client(*name.split(" ", 1))
    client.refresh_from_db()
    assert " ".join(client.search_name.split()) == folded(name)


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert folded(folded(text)) == folded(text)
