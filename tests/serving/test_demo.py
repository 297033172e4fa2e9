"""What the demo shows: every state that a message can be seen in, each where staff meet it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from duenotice.accounts.models import User
from duenotice.cli import demo
from duenotice.messaging.dispatch import sweep
from duenotice.messaging.models import Attempt, Message, Status

pytestmark = pytest.mark.django_db
# A worker has the others in hand for seconds only, and the demo's court is live.
AT_REST = set(Status.values) - {Status.CLAIMED, Status.SUBMITTING, Status.SIMULATED}
WITHOUT_A_PLAIN_END = [Status.UNKNOWN, Status.EXPIRED]


def test_the_demo_has_messages_in_every_state_where_staff_meet_them(client: Client) -> None:
    """Seeded once for all that is asked of it here: it takes a while."""
    now = datetime.now(UTC)
    demo.seed(now)
    messages = Message.objects.filter(agency__reference=demo.REFERENCE)
    assert set(messages.values_list("status", flat=True)) == AT_REST
    sweep(now + timedelta(hours=1))
    odd = list(messages.filter(status__in=WITHOUT_A_PLAIN_END).select_related("event"))
    assert sorted((one.status, one.channel, one.attempts) for one in odd) == [
        ("expired", "text", 0),
        ("unknown", "text", 1),
        ("unknown", "voice", 1),
    ]
    assert all(one.event.starts_at < now for one in odd if one.event)
    lost = Attempt.objects.filter(message__in=odd, agency__reference=demo.REFERENCE)
    assert [one.outcome for one in lost] == ["unknown", "unknown"]
    client.force_login(User.objects.get(email=demo.EMAIL), backend="django.contrib.auth.backends.ModelBackend")
    for message in odd:
        feed = client.get(reverse("messages", args=[demo.REFERENCE]), {"status": message.status})
        screen = client.get(reverse("client", args=[demo.REFERENCE, message.client_id]))
        page = client.get(reverse("message", args=[demo.REFERENCE, message.id]))
        assert str(message.id) in feed.content.decode()
        assert str(message.id) in screen.content.decode()
        assert message.reason.partition(".")[0] in page.content.decode()
