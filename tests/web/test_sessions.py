"""A session ends after half an hour without a sign of somebody being there (CJIS AC-11, SC-10)."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from tests import cast


@pytest.mark.parametrize(("path", "kept"), [("feed", True), ("feed/part", False), ("inbox/part", False)])
def test_pages_keep_it_and_polling_does_not(visit, path: str, kept: bool):
    visitor = visit(cast.sam())
    soon = timezone.now() + timedelta(minutes=2)
    Session.objects.update(expire_date=soon)
    visitor.open(path)
    assert (Session.objects.get().expire_date > soon) is kept


def test_what_another_request_keeps_in_it_is_not_undone(visit):
    visitor = visit(cast.sam())
    session = visitor.session
    session["kept"] = "by another request"
    session.save()
    visitor.open("feed")
    assert Session.objects.get().get_decoded()["kept"] == "by another request"
