"""The pages about keeping and purging: the day on each screen, legal holds, purging by hand, the settings (L4, P2)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse

from duenotice.actions.lifecycle import archive, trash
from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.models import LegalHold
from duenotice.words.dates import in_words
from tests import cast
from tests.running_jobs import finish_jobs
from tests.web.conftest import Visitor

Words = Callable[[HttpResponse], str]
Visit = Callable[..., Visitor]


def moved(verb: Callable[..., Any], record: Any) -> None:
    kind = record._meta.model_name
    verb(agency=record.agency, kind=kind, ids=[record.id], actor=cast.actor(), now=datetime.now(UTC))


def day_after(days: int) -> str:
    return in_words((datetime.now(UTC) + timedelta(days=days)).astimezone(), "M j, Y")


@pytest.mark.parametrize("kind", ["clients", "contacts", "events"])
def test_the_screen_shows_the_day_on_which_it_moves_on(visit: Visit, words: Words, kind: str):
    rosa = cast.client()
    record: Any = {"clients": lambda: rosa, "contacts": lambda: cast.contact(rosa), "events": lambda: cast.event(rosa)}[kind]()
    moved(archive, record)
    screen = f"{kind}/{record.id}/"
    assert "It stays until somebody moves it on." in words(visit(cast.ada()).open(screen))
    Agency.objects.update(auto_trash_days=400)
    assert "It goes to the trash by itself on" in words(visit(cast.ada()).open(screen))
    moved(trash, record)
    page = words(visit(cast.ada()).open(screen))
    assert "It is deleted for good on" in page
    assert "Yes, purge it" in page
    assert "Yes, purge it" not in words(visit(cast.sam()).open(screen))


def test_a_hold_is_placed_with_a_reason_shown_to_all_and_lifted_by_who_may_purge(visit: Visit, words: Words):
    rosa, sam, ada = cast.client(), visit(cast.sam()), visit(cast.ada())
    assert sam.press(f"clients/{rosa.id}/hold", why="").status_code == 422
    shown = words(sam.press(f"clients/{rosa.id}/hold", why="State v. Delgado"))
    assert "State v. Delgado" in shown
    assert "by Sam" in shown
    assert "Lift legal hold" not in shown
    moved(trash, rosa)
    assert "a legal hold keeps it" in words(sam.open(f"clients/{rosa.id}/"))
    assert "Yes, purge it" not in words(ada.open(f"clients/{rosa.id}/"))
    assert "The legal hold is lifted." in words(ada.press(f"clients/{rosa.id}/hold/lift"))
    assert LegalHold.objects.filter(agency=rosa.agency, lifted_at=None).count() == 0


def test_purging_by_hand_leads_to_its_report(visit: Visit, words: Words):
    rosa = cast.contact().client
    assert rosa is not None
    ada = visit(cast.ada())
    assert ada.press(f"clients/{rosa.id}/purge").status_code == 404
    moved(trash, rosa)
    assert visit(cast.sam()).press(f"clients/{rosa.id}/purge").status_code == 403
    answer = ada.press(f"clients/{rosa.id}/purge")
    assert "Purge report" in words(answer)
    finish_jobs()
    report = words(ada.open(answer.redirect_chain[-1][0].split("/a/riverton/")[1]))
    assert "Clients purged" in report
    assert "Contacts purged" in report
    assert not Client.objects.exists()


def test_another_agency_s_records_are_not_there(visit: Visit):
    rosa = cast.client()
    moved(trash, rosa)
    for press in ("hold", "hold/lift", "purge"):
        assert visit(cast.lee(), "lakeside").press(f"clients/{rosa.id}/{press}", why="x").status_code == 404


def test_settings_take_days_or_nothing(visit: Visit, words: Words):  # P2
    ada = visit(cast.ada())
    page = words(ada.open("settings/"))
    assert "Auto Trash Archived Data" in page
    assert "Auto Delete Trashed Data" in page
    typed = {
        "time_zone": "America/New_York",
        "one_off_delay_minutes": 5,
        "quiet_from": "20:00",
        "quiet_until": "08:00",
        "duplicate_window_minutes": 30,
        "auto_trash_days": 90,
        "auto_delete_days": "",
    }
    ada.press("settings/", **typed)
    agency = Agency.objects.get(reference="riverton")
    assert (agency.auto_trash_days, agency.auto_delete_days) == (90, None)
    assert ada.press("settings/", **{**typed, "auto_delete_days": 0}).status_code == 422
