"""The contact screen: what it shows, what its buttons do, and what they say when there is nothing left to do."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpResponse

from duenotice.actions.consent import Cause, opt_out
from duenotice.actions.lifecycle import archive, trash
from duenotice.actions.validity import mark_invalid
from duenotice.agencies.models import Agency
from duenotice.contacts.models import Address, ConsentEvent, Contact, SocialProfile
from duenotice.messaging.models import Message
from duenotice.senders.models import Sender
from tests import cast
from tests.web.conftest import Visitor

pytestmark = pytest.mark.django_db
Visit = Callable[..., Visitor]
Words = Callable[[HttpResponse], str]


@pytest.fixture
def sam(visit: Visit) -> Visitor:
    return visit(cast.sam())


@pytest.fixture
def rosa() -> Contact:
    return cast.contact()


def test_the_screen_shows_everything_about_a_contact(sam: Visitor, words: Words, rosa: Contact) -> None:  # C8
    shown = words(sam.open(f"contacts/{rosa.id}/"))
    for label in ("View Client", "Opt Out", "Archive", "Trash", "Replace", "Social Profiles", "History", "Save"):
        assert f">{label}<" in shown
    for label in ("Contact Name", "Contact Type", "Contact Channel"):
        assert label in shown
    assert ">Opt In<" not in shown
    assert ">Restore<" not in shown
    assert "OPTED-" not in shown
    assert "Will messages reach this contact?" in shown


def test_opt_out_deletes_what_is_scheduled_and_says_how_many(sam: Visitor, words: Words, rosa: Contact) -> None:  # O1
    cast.one_off(rosa, "One.", now=cast.later())
    cast.one_off(rosa, "Two.", now=cast.later())
    assert "Deletes 2 scheduled messages" in words(sam.open(f"contacts/{rosa.id}/"))
    shown = words(sam.press(f"contacts/{rosa.id}/opt-out"))
    assert "(202) 555-0143 is opted out. 2 scheduled messages were deleted." in shown
    assert ">OPTED-OUT<" in shown
    assert ">Opt In<" in shown
    assert ">Opt Out<" not in shown
    assert "This address is opted out." in shown
    assert not Message.objects.filter(agency=rosa.agency).exists()


def test_opting_out_twice_or_on_a_stale_page_says_so_and_changes_nothing(sam: Visitor, words: Words, rosa: Contact) -> None:
    sam.press(f"contacts/{rosa.id}/opt-out")
    assert "is opted out already. Nothing was changed." in words(sam.press(f"contacts/{rosa.id}/opt-out"))
    assert ConsentEvent.objects.filter(agency=rosa.agency).count() == 1
    sam.press(f"contacts/{rosa.id}/trash")
    assert "archived or in the trash already" in words(sam.press(f"contacts/{rosa.id}/archive"))
    assert "in the trash already" in words(sam.press(f"contacts/{rosa.id}/trash"))
    sam.press(f"contacts/{rosa.id}/restore")
    assert "neither archived nor in the trash" in words(sam.press(f"contacts/{rosa.id}/restore"))


def test_an_opt_out_names_every_contact_of_the_address_in_this_agency(sam: Visitor, words: Words, rosa: Contact) -> None:  # O4
    ben = cast.contact(cast.client("Ben", "Okafor"))
    cast.contact(cast.client("Nadia", "Stone", of=cast.agency("lakeside")))
    cast.one_off(ben, now=cast.later())
    shown = words(sam.press(f"contacts/{rosa.id}/opt-out"))
    assert "1 scheduled message was deleted." in shown
    assert "of: Rosa Delgado, Ben Okafor." in shown
    assert "Nadia" not in shown
    assert "OPTED-OUT" in words(sam.open(f"contacts/{ben.id}/"))


def test_opt_in_is_shown_only_when_opted_out_and_replaces_the_badge(sam: Visitor, words: Words, rosa: Contact) -> None:  # O2
    sam.press(f"contacts/{rosa.id}/opt-out")
    shown = words(sam.press(f"contacts/{rosa.id}/opt-in"))
    assert ">OPTED-IN<" in shown
    assert ">Opt In<" not in shown
    assert "Automated messages are created for it again" in shown
    assert "It was opted in or restored." in shown


def test_undo_takes_an_opt_out_back_with_one_more_row_in_the_ledger(sam: Visitor, words: Words, rosa: Contact) -> None:  # L5
    cast.one_off(rosa, now=cast.later())
    shown = words(sam.press(f"contacts/{rosa.id}/opt-out"))
    undo = shown.split(f"/a/riverton/contacts/{rosa.id}/undo/")[1].split('"')[0]
    shown = words(sam.press(f"contacts/{rosa.id}/undo/{undo}"))
    assert "Undone. 1 message is scheduled again." in shown
    assert list(ConsentEvent.objects.filter(agency=rosa.agency).order_by("id").values_list("change", flat=True)) == ["out", "unset"]
    assert ">Opt Out<" in shown


def test_somebody_else_cannot_press_my_undo(sam: Visitor, visit: Visit, words: Words, rosa: Contact) -> None:
    shown = words(sam.press(f"contacts/{rosa.id}/archive"))
    undo = shown.split(f"/a/riverton/contacts/{rosa.id}/undo/")[1].split('"')[0]
    assert "can no longer be undone" in words(visit(cast.ada()).press(f"contacts/{rosa.id}/undo/{undo}"))


@pytest.mark.parametrize(("press", "badge", "lasting"), [("archive", "ARCHIVED", "is archived"), ("trash", "TRASHED", "is in the trash")])
def test_archive_and_trash_alert_and_take_the_contact_from_its_client(
    sam: Visitor, words: Words, rosa: Contact, press: str, badge: str, lasting: str
) -> None:  # L1, L2
    cast.one_off(rosa, now=cast.later())
    shown = words(sam.press(f"contacts/{rosa.id}/{press}"))
    assert "1 scheduled message was deleted." in shown
    assert f">{badge}<" in shown
    assert f"This contact {lasting}" in words(sam.open(f"contacts/{rosa.id}/"))
    client = words(sam.open(f"clients/{rosa.client_id}/"))
    assert f"/contacts/{rosa.id}/" not in client
    assert "1 archived or trashed contact is not shown." in client
    shown = words(sam.press(f"contacts/{rosa.id}/restore"))
    assert "is restored. Nothing old is sent again" in shown
    assert f"This contact {lasting}" not in shown
    assert f"/contacts/{rosa.id}/" in words(sam.open(f"clients/{rosa.client_id}/"))


def test_restoring_says_when_the_client_is_archived_and_offers_that_too(sam: Visitor, words: Words, rosa: Contact) -> None:  # L3
    archive(agency=rosa.agency, kind="contact", ids=[rosa.id], actor=cast.actor(), now=cast.NOON)
    archive(agency=rosa.agency, kind="client", ids=[rosa.client_id], actor=cast.actor(), now=cast.NOON)
    shown = words(sam.press(f"contacts/{rosa.id}/restore"))
    assert "its client is archived or in the trash" in shown
    assert f"/a/riverton/clients/{rosa.client_id}/restore" in shown


def test_save_changes_name_type_and_channel(sam: Visitor, words: Words, rosa: Contact) -> None:  # C4
    assert "Saved." in words(sam.press(f"contacts/{rosa.id}/save", name="Mother", type="home", channel="voice"))
    rosa.refresh_from_db()
    assert (rosa.name, rosa.type, rosa.channel) == ("Mother", "home", "voice")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"channel": "email"}, "channel"),
        ({"channel": "pigeon"}, "channel"),
        ({"type": "office"}, "type"),
        ({"name": "x" * 101}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "a\r\nBcc: b@example.com"}, "name"),
    ],
)
def test_what_cannot_be_saved_is_refused_beside_its_field(sam: Visitor, rosa: Contact, typed: dict[str, str], field: str) -> None:  # C4
    answer = sam.press(f"contacts/{rosa.id}/save", **{"name": "Kept", "type": "home", "channel": "voice", **typed})
    assert answer.status_code == 422
    assert list(answer.context["save_form"].errors) == [field]
    assert answer.context["save_form"]["type"].value() == typed.get("type", "home")
    rosa.refresh_from_db()
    assert rosa.channel == "text"


@pytest.mark.parametrize("text", ["<b>Rosa</b>", "{{ 7|add:7 }}", "Zoë 🏛️", "مرحبا\u202eabc"])
def test_unusual_names_are_kept_as_they_are(sam: Visitor, rosa: Contact, text: str) -> None:
    answer = sam.press(f"contacts/{rosa.id}/save", name=text, type="home", channel="text")
    rosa.refresh_from_db()
    assert rosa.name == text
    assert "<b>Rosa" not in answer.content.decode()


def test_replace_makes_the_new_contact_and_archives_the_old(sam: Visitor, words: Words, rosa: Contact) -> None:  # C5
    cast.one_off(rosa, now=cast.later())
    shown = words(sam.press(f"contacts/{rosa.id}/replace", address="202-555-0144"))
    assert "(202) 555-0144 takes the place of (202) 555-0143, which is archived. 1 scheduled message was deleted." in shown
    assert f"/a/riverton/contacts/{rosa.id}/" in shown
    assert "(202) 555-0144 took its place." in words(sam.open(f"contacts/{rosa.id}/"))


@pytest.mark.parametrize("typed", ["", "hello", "a\x00b@example.org", "(202) 555-0143"])
def test_a_replacement_that_cannot_be_is_refused_and_changes_nothing(sam: Visitor, rosa: Contact, typed: str) -> None:  # C5, C6
    answer = sam.press(f"contacts/{rosa.id}/replace", address=typed)
    assert answer.status_code == 422
    assert answer.context["form"]["address"].value() == typed
    rosa.refresh_from_db()
    assert rosa.is_live
    assert Contact.objects.filter(agency=rosa.agency).count() == 1


def test_an_invalid_contact_says_why_and_what_to_do_and_can_be_checked_or_marked(sam: Visitor, words: Words, rosa: Contact) -> None:  # C3
    why = {"channels": ["text"], "reason": "landline", "source": "lookup"}
    mark_invalid(agency=rosa.agency, address_ids=[rosa.address_id], actor=cast.actor(), now=cast.NOON, **why)
    shown = words(sam.open(f"contacts/{rosa.id}/"))
    assert ">Invalid<" in shown
    assert "This is a landline, which cannot get texts." in shown
    assert shown.count("Set the contact's channel to voice.") == 2, "in the answer, and where one would write"
    assert "Found Invalid by a lookup" in shown
    assert ">Check again<" in shown
    assert "marked valid" in words(sam.press(f"contacts/{rosa.id}/mark-valid"))
    assert ">Mark valid<" not in words(sam.open(f"contacts/{rosa.id}/"))
    mark_invalid(agency=rosa.agency, address_ids=[rosa.address_id], actor=cast.actor(), now=cast.NOON, **why)
    Address.objects.filter(id=rosa.address_id).update(consent="out")
    assert "This is a landline, which cannot get texts." in words(sam.open(f"contacts/{rosa.id}/")), "said beside that it is opted out"


def test_check_again_finds_a_bad_number_still_bad(sam: Visitor, words: Words) -> None:  # C3
    short = cast.contact(entered="555-01")
    assert "is still Invalid. This phone number has too few digits." in words(sam.press(f"contacts/{short.id}/check-again"))


@pytest.mark.parametrize(
    ("arrange", "said"),
    [
        (lambda contact: None, "Yes. Messages reach this contact."),
        (
            lambda contact: trash(agency=contact.agency, kind="contact", ids=[contact.id], actor=cast.actor(), now=cast.NOON),
            "in the trash.",
        ),
        (
            lambda contact: archive(agency=contact.agency, kind="client", ids=[contact.client_id], actor=cast.actor(), now=cast.NOON),
            "Its client is archived.",
        ),
        (
            lambda contact: opt_out(
                agency=contact.agency, address_ids=[contact.address_id], cause=Cause("keyword"), actor=cast.actor(), now=cast.NOON
            ),
            "This address is opted out.",
        ),
        (lambda contact: contact.agency.__class__.objects.filter(id=contact.agency_id).update(mode="simulate"), "only simulated"),
    ],
)
def test_the_screen_answers_whether_messages_reach(
    sam: Visitor, words: Words, rosa: Contact, arrange: Callable[[Contact], object], said: str
) -> None:  # C9
    arrange(rosa)
    assert said in words(sam.open(f"contacts/{rosa.id}/"))


def test_the_screen_says_what_the_agency_lacks_and_what_quiet_hours_hold(sam: Visitor, words: Words, rosa: Contact) -> None:  # C9
    mine = Sender.objects.filter(agency=rosa.agency, kind="phone")
    there = datetime.now(ZoneInfo("America/New_York"))
    around = [(there + timedelta(hours=hours)).time() for hours in (-1, 1)]
    Agency.objects.filter(id=rosa.agency_id).update(quiet_from=around[0], quiet_until=around[1])
    assert "texts and calls wait until" in words(sam.open(f"contacts/{rosa.id}/"))
    mine.update(registration="pending")
    assert "not registered with the carriers yet" in words(sam.open(f"contacts/{rosa.id}/"))
    mine.update(disabled_at=cast.NOON)
    assert "nothing to send from on this channel" in words(sam.open(f"contacts/{rosa.id}/"))


def test_the_history_tells_who_did_what(sam: Visitor, words: Words, rosa: Contact) -> None:  # C8
    sam.press(f"contacts/{rosa.id}/archive")
    sam.press(f"contacts/{rosa.id}/restore")
    sam.press(f"contacts/{rosa.id}/opt-out")
    told = [(str(line.what), str(line.by)) for line in sam.open(f"contacts/{rosa.id}/").context["history"]]
    # The cast was made at NOON, which may lie ahead of the real clock that presses go by.
    assert ("Created", "staff") in told
    assert [line for line in told if line[1] == "Sam"] == [("OPTED-OUT", "Sam"), ("Restored", "Sam"), ("Archived", "Sam")]
    for nonsense in ("nonsense", "9999-12-31T23:59:59-23:00", "0001-01-01T00:00:00+23:00"):
        assert sam.open(f"contacts/{rosa.id}/", before=nonsense).status_code == 200
    assert sam.open(f"contacts/{rosa.id}/", before="2020-01-01T00:00:00+00:00").context["history"] == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("https://www.facebook.com/rosa", "Facebook"),
        ("linkedin.com/in/rosa", "LinkedIn"),
        ("https://x.com/rosa", "X"),
        ("https://www.instagram.com/rosa", "www.instagram.com"),
        ("https://bücher.example/rosa", "xn--bcher-kva.example"),
    ],
)
def test_a_link_is_kept_with_its_networks_name(sam: Visitor, words: Words, rosa: Contact, typed: str, shown: str) -> None:  # K1
    page = words(sam.press(f"contacts/{rosa.id}/social-profiles", link=typed))
    assert f'rel="noopener noreferrer nofollow" target="_blank">{shown}<' in page
    profile = SocialProfile.objects.get(agency=rosa.agency)
    assert "removed." in words(sam.press(f"contacts/{rosa.id}/social-profiles/{profile.id}/remove"))
    assert "removed already" in words(sam.press(f"contacts/{rosa.id}/social-profiles/{profile.id}/remove"))


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/x",
        "https://",
        "https://a b.com",
        "http://[::1",
        "x" * 700,
        "hello",
        "https://www.facebook.com@example.org/",
        "https://example.org/\x00",
        'https://example.org/"onclick=',
        "https://example.org:99999/",
        "https://facebook.com.example.org/rosa",
        "https://notfacebook.com/rosa",
        "https://faceb00k.com/rosa",
        "https://face-book.example/rosa",
        "https://1inkedin.com/in/rosa",
        "https://fаcebook.com/rosa",
        "https://xn--fcebook-2fg.com/rosa",
    ],
)
def test_what_is_no_web_link_is_refused_beside_its_field(sam: Visitor, rosa: Contact, typed: str) -> None:  # K1
    answer = sam.press(f"contacts/{rosa.id}/social-profiles", link=typed)
    assert answer.status_code == 422
    assert answer.context["profile_form"]["link"].value() == typed
    assert not SocialProfile.objects.filter(agency=rosa.agency).exists()


PRESSES = ["opt-out", "opt-in", "archive", "trash", "restore", "check-again", "mark-valid", "save", "replace", "social-profiles"]


@pytest.mark.parametrize("press", PRESSES)
def test_another_agencys_contact_is_not_there(sam: Visitor, rosa: Contact, press: str) -> None:
    nadia = cast.contact(cast.client("Nadia", "Stone", of=cast.agency("lakeside")))
    typed = {"name": "x", "type": "home", "channel": "voice", "address": "2025550199", "link": "https://x.com/nadia"}
    for unknown in (nadia.id, uuid4()):
        assert sam.press(f"contacts/{unknown}/{press}", **typed).status_code == 404
        assert sam.open(f"contacts/{unknown}/").status_code == 404
    assert Visitor.press(sam, "contacts/not-an-id/opt-out").status_code == 404


@pytest.mark.parametrize("press", PRESSES)
def test_who_may_only_view_presses_nothing(visit: Visit, words: Words, rosa: Contact, press: str) -> None:  # P1
    vera = visit(cast.vera())
    shown = words(vera.open(f"contacts/{rosa.id}/"))
    for label in ("Tools", "Save", "Opt Out", "Replace"):
        assert f">{label}<" not in shown
    assert vera.press(f"contacts/{rosa.id}/{press}").status_code == 403


def test_looking_at_the_address_of_a_button_only_goes_to_the_screen(sam: Visitor, rosa: Contact) -> None:
    for press in PRESSES:
        assert sam.open(f"contacts/{rosa.id}/{press}").status_code == 200
    rosa.refresh_from_db()
    assert rosa.is_live
    assert not ConsentEvent.objects.filter(agency=rosa.agency).exists()
