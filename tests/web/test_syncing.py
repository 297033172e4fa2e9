"""Sync Messages on pages, scheduled messages of an event, and moving an event (A3, A4, A5, O2, L3)."""

from datetime import time, timedelta
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from duenotice.actions.lifecycle import archive
from duenotice.actions.samples import import_court_flow
from duenotice.actions.syncing import Foretold
from duenotice.clients.models import Client
from duenotice.contacts.models import Contact
from duenotice.events.models import Event
from duenotice.flows.sync import Synced
from duenotice.jobs.models import Job
from duenotice.messaging.models import Message, Status
from duenotice.web.syncing.shown import foretold_words
from tests import cast
from tests.web.test_flows import STEP

DAY = timedelta(days=1)


def hearing(*clients: Client, days: int = 20) -> Event:
    """A hearing that follows the sample court flow."""
    flow = import_court_flow(agency=cast.agency(), missed=None, actor=cast.actor(), now=timezone.now())
    return cast.event(*clients, date=timezone.localdate() + timedelta(days=days), time=time(9), flow=flow)


def waiting(event: Event) -> int:
    return Message.objects.filter(agency_id=event.agency_id, event_id=event.id, status=Status.SCHEDULED).count()


def form(event: Event, **typed: Any) -> dict[str, Any]:
    return {"date": event.date.isoformat(), "time": "09:00", "type": event.type, "flow": str(event.flows.get().flow_id), **typed}


def opted_in_again(visit: Any) -> tuple[Contact, Any, Any]:
    """Rosa's phone, opted out and in again: nothing is scheduled to it by itself."""
    to = cast.contact()
    assert to.client
    hearing(to.client)
    sam = visit(cast.sam())
    sam.press(f"contacts/{to.id}/opt-out")
    return to, sam, sam.press(f"contacts/{to.id}/opt-in")


def test_opting_in_offers_sync_with_its_number_until_it_is_taken(visit: Any, words: Any) -> None:  # O2, L3
    to, sam, answer = opted_in_again(visit)
    assert "Sync Messages (4 to schedule)" in words(answer)
    assert "Sync Messages (4 to schedule)" in words(sam.open(f"contacts/{to.id}/"))
    page = words(sam.open(f"contacts/{to.id}/sync"))
    assert "4 messages will be scheduled." in page
    assert "Court in one week" in page
    assert "4 messages were scheduled." in words(sam.press(f"contacts/{to.id}/sync"))
    assert "Sync Messages" not in words(sam.open(f"contacts/{to.id}/"))
    assert "Nothing to sync" in words(sam.open(f"contacts/{to.id}/sync"))


def test_a_client_s_sync_previews_and_does(visit: Any, words: Any) -> None:  # A4
    to, sam, _answer = opted_in_again(visit)
    assert f"clients/{to.client_id}/sync" in words(sam.open(f"clients/{to.client_id}/"))
    assert Message.objects.count() == 0
    assert "4 messages will be scheduled." in words(sam.open(f"clients/{to.client_id}/sync"))
    assert Message.objects.count() == 0
    sam.press(f"clients/{to.client_id}/sync")
    assert "Nothing had to be changed" in words(sam.press(f"clients/{to.client_id}/sync"))
    assert Message.objects.count() == 4


def test_an_event_lists_what_is_scheduled_by_client_and_staff_cancel_one(visit: Any, words: Any) -> None:  # A3
    to = cast.contact()
    assert to.client
    event, sam = hearing(to.client), visit(cast.sam())
    page = words(sam.open(f"events/{event.id}/"))
    listed = page.split('id="scheduled"')[1].split("</section>")[0]
    assert listed.count("Cancel<span") == waiting(event)
    one = Message.objects.filter(template__name="Court tomorrow").get()
    sam.press(f"messages/{one.id}/cancel")
    sam.press(f"events/{event.id}/sync")
    one.refresh_from_db()
    assert one.status == Status.CANCELLED


def test_a_moved_event_that_nobody_was_reminded_of_is_saved_at_once(visit: Any, words: Any) -> None:  # A5
    to = cast.contact()
    assert to.client
    event = hearing(to.client)
    page = words(visit(cast.sam()).press(f"events/{event.id}/edit", **form(event, date=(event.date + DAY).isoformat())))
    assert "3 messages were moved." in page


def test_moving_an_event_asks_whether_those_reminded_get_a_correction(visit: Any, words: Any) -> None:  # A5
    rosa = cast.client(language="es")
    cast.contact(rosa)
    event, sam = hearing(rosa), visit(cast.sam())
    Message.objects.filter(template__name="Court in one week").update(status=Status.DELIVERED)
    moved = form(event, date=(event.date + DAY).isoformat())
    page = words(sam.press(f"events/{event.id}/edit", **moved))
    assert "1 contact was sent the old date already. Send a correction?" in page
    assert Event.objects.get().date == event.date
    assert event.date.isoformat() not in words(sam.press(f"events/{event.id}/edit", **moved, confirmed="back")).split("<form")[2]
    page = words(sam.press(f"events/{event.id}/edit", **moved, confirmed="correct"))
    assert "1 correction is scheduled." in page
    assert Message.objects.get(origin_id=event.id).body.startswith("[AgencyName]: Su cita en la corte ha cambiado")
    assert Event.objects.get().date == event.date + DAY


def test_one_correction_is_enough_while_it_waits(visit: Any, words: Any) -> None:  # A5
    to = cast.contact()
    assert to.client
    event, sam = hearing(to.client), visit(cast.sam())
    Message.objects.filter(template__name="Court in one week").update(status=Status.DELIVERED)
    for days in (1, 2):
        sam.press(f"events/{event.id}/edit", **form(event, date=(event.date + days * DAY).isoformat()), confirmed="correct")
    assert Message.objects.filter(origin_id=event.id).count() == 1


def test_restoring_offers_sync(visit: Any, words: Any) -> None:  # L3, L6
    to = cast.contact()
    assert to.client
    event, sam = hearing(to.client), visit(cast.sam())
    sam.press(f"contacts/{to.id}/archive")
    assert "Sync Messages (4 to schedule)" in words(sam.press(f"contacts/{to.id}/restore"))
    archive(agency=event.agency, kind="client", ids=[to.client.id], actor=cast.actor(), now=timezone.now())
    assert "Sync Messages (4 to schedule)" in words(sam.press(f"clients/{to.client.id}/restore"))


def test_the_whole_agency_is_synced_in_the_background(visit: Any, words: Any) -> None:  # A4
    assert "Sync Messages" in words(visit(cast.ada()).press("messaging/sync"))
    assert Job.objects.get().kind == "sync"


def test_another_agency_s_records_cannot_be_synced(visit: Any) -> None:  # P1
    theirs = cast.client("Nadia", "Stone", of=cast.agency("lakeside"))
    sam = visit(cast.sam())
    assert sam.open(f"clients/{theirs.id}/sync").status_code == 404
    assert sam.press(f"clients/{theirs.id}/sync").status_code == 404


def test_explain_tells_rule_by_rule_what_exists_what_does_not_and_why(visit: Any, words: Any) -> None:  # A3
    to = cast.contact()
    assert to.client
    event, sam = hearing(to.client, days=5), visit(cast.sam())
    assert f"events/{event.id}/explain/{to.id}" in words(sam.open(f"events/{event.id}/explain/"))
    page = words(sam.open(f"events/{event.id}/explain/{to.id}"))
    assert "Is its time still ahead? No" in page.split("Court in one week")[1].split("</section>")[0]
    assert "Scheduled" in page.split("Court tomorrow")[1].split("</section>")[0].title()
    assert "Has the event the status? No" in page.split("You missed court")[1].split("</section>")[0]
    Message.objects.filter(template__name="Court tomorrow").delete()
    assert "It is called for, and not there." in words(sam.open(f"events/{event.id}/explain/{to.id}"))
    sam.press(f"contacts/{to.id}/opt-out")
    assert "Do messages reach the contact? No. This address is opted out." in words(sam.open(f"events/{event.id}/explain/{to.id}"))


def test_explain_knows_no_contact_of_another_agency(visit: Any) -> None:  # P1
    theirs = cast.contact(cast.client("Nadia", "Stone", of=cast.agency("lakeside")), entered=cast.BEN_PHONE)
    event = cast.event(cast.client())
    assert visit(cast.sam()).open(f"events/{event.id}/explain/{theirs.id}").status_code == 404


def test_the_command_explains_an_event_and_a_contact(db: None) -> None:  # A3
    to, said = cast.contact(), StringIO()
    assert to.client
    event = hearing(to.client)
    call_command("message", "explain", event=event.id, contact=to.id, stdout=said)
    assert "Does its flow send? Yes." in said.getvalue()
    assert "Delgado" not in said.getvalue()


def test_saving_a_step_and_enabling_a_flow_tell_first_what_they_do(visit: Any, words: Any) -> None:  # A3
    to = cast.contact()
    assert to.client
    event, ada = hearing(to.client), visit(cast.ada())
    flow = event.flows.get().flow
    here, typed = f"messaging/flows/{flow.id}/", {**STEP, "name": "Five days ahead", "amount": "5"}
    assert "1 message will be scheduled." in words(ada.press(f"{here}steps/new", **typed))
    assert waiting(event) == 4
    assert "Five days ahead" in words(ada.press(f"{here}steps/new", **typed, confirmed="back"))
    assert "is saved" in words(ada.press(f"{here}steps/new", **typed, confirmed="save"))
    assert waiting(event) == 5
    ada.press(f"{here}disable")
    assert "5 messages will be scheduled." in words(ada.press(f"{here}enable"))
    assert "5 messages will be scheduled." not in words(ada.open("messaging/sync"))  # nothing was saved
    assert "is enabled" in words(ada.press(f"{here}enable", confirmed="save"))
    assert waiting(event) == 5


def test_what_a_large_agency_is_told_says_of_how_much_it_was_counted() -> None:  # A3, A4
    told = foretold_words(Foretold(Synced(created=2), looked_at=3000, total=12345))
    assert told[0] == "2 messages will be scheduled."
    assert told[1].startswith("Counted over the first 3,000 of 12,345 events and clients.")
    assert len(foretold_words(Foretold(Synced(created=2), looked_at=12, total=12))) == 1
