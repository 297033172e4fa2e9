"""Syncs of overlapping scopes at the same moment end as one alone would, by real threads on real connections (A4)."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections
from django.db.models import F

from duenotice.flows.sync import Synced
from duenotice.messaging.models import Message
from tests import cast
from tests.flows.cast import flow, synced

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
ROUNDS = 3


def called_for() -> set[tuple[object, ...]]:
    return set(Message.objects.values_list("contact_id", "origin_id", "occasion", "status", "channel", "planned_for", "send_at"))


def disturb(dice: random.Random) -> None:
    """Some of what waits is gone, some stands at another time, on another channel, for another person's occasion."""
    ids = list(Message.objects.values_list("id", flat=True))
    dice.shuffle(ids)
    third = len(ids) // 3
    Message.objects.filter(id__in=ids[:third]).delete()
    Message.objects.filter(id__in=ids[third : 2 * third]).update(
        send_at=F("send_at") + timedelta(hours=5), planned_for=F("planned_for") + timedelta(hours=5), channel="voice"
    )


def test_overlapping_syncs_at_once_end_as_one_alone_would():
    dice, steps = random.Random(7), flow(3, 2, 1)
    people = [cast.contact(cast.client(f"Person {number}"), f"+1202555{100 + number % 4:04}").client for number in range(8)]
    clients = [one for one in people if one]
    events = [cast.event(*clients[at : at + 3], flow=steps) for at in range(6)]
    wanted = called_for()

    def syncing(clients_of: list[UUID], events_of: list[UUID]) -> None:
        synced(clients=clients_of) if clients_of else synced(events=events_of)
        connections.close_all()

    ids = [one.id for one in clients], [one.id for one in events]
    for _round in range(ROUNDS):
        disturb(dice)
        scopes = [(dice.sample(ids[0], 5), []) for _one in range(3)] + [([], dice.sample(ids[1], 4)) for _one in range(2)] + [([], ids[1])]
        dice.shuffle(scopes)
        with ThreadPoolExecutor(len(scopes)) as pool:
            for one in [pool.submit(syncing, *scope) for scope in scopes]:
                one.result(120)
        assert called_for() == wanted
        assert synced(events=ids[1]) == synced(clients=ids[0]) == Synced()
