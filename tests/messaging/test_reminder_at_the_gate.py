"""A reminder that a flow called for passes the gate with what the batch has read: no message asks for more of its own row."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duenotice.messaging.dispatch import claim
from duenotice.messaging.gate import gate
from duenotice.messaging.models import Message
from tests import cast
from tests.flows.cast import flow

pytestmark = pytest.mark.django_db


def test_a_reminder_about_an_event_is_decided_without_another_look_at_its_row():  # A3
    cast.event(cast.contact().client, flow=flow(3))
    message = Message.objects.get()
    claims = claim(message.agency_id, message.sender_id, 1, now=message.send_at)
    with CaptureQueriesContext(connection) as asked:
        gated = gate(message.agency_id, message.sender_id, claims, now=message.send_at + timedelta(seconds=1))
    assert len(gated.handed) == 1
    assert not [one["sql"] for one in asked if one["sql"].startswith('SELECT "messaging_message"."id", ')]
