"""`duenotice message explain ID`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from duenotice.agencies.models import Agency, Mode
from duenotice.contacts.models import Address
from duenotice.lib.identity import uuid7
from tests import cast

pytestmark = pytest.mark.django_db


def explained(message_id: object) -> str:
    out = StringIO()
    call_command("message", "explain", str(message_id), stdout=out)
    return out.getvalue()


def test_it_says_rule_by_rule_what_would_happen_now():
    Agency.objects.update(mode=Mode.SIMULATE)
    message = cast.one_off(cast.contact())
    Address.objects.update(consent="out")
    told = explained(message.id)
    assert "No: opted_out, so: deleted" in told
    assert "Is the agency's sender ready? Yes" in told
    assert cast.ROSA_PHONE not in told


def test_an_id_of_nothing_is_said_to_be_one():
    with pytest.raises(CommandError, match="no message with this id"):
        explained(uuid7())
