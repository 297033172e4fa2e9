"""Coming into the portal: who gets in, who does not, and what nobody learns (P4)."""

import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.utils import timezone

from duenotice.actions.consent import Cause, opt_out
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Activity, Agency
from duenotice.clients.models import Client
from duenotice.messaging.models import Kind, Message
from duenotice.messaging.portal_link import portal_link
from duenotice.messaging.words_of import words_of
from duenotice.portal.models import Code, Visit
from tests import cast
from tests.portal.conftest import Guest, sent_code

pytestmark = pytest.mark.django_db
Words = Callable[[HttpResponse], str]


def codes() -> int:
    return Message.objects.filter(agency=cast.agency(), kind=Kind.CODE).count()


def is_in(guest: Guest) -> bool:
    return guest.open("events").request["PATH_INFO"] == "/portal/riverton/events"


def test_a_code_that_comes_back_opens_the_portal(guest: Guest, words: Words):
    cast.contact()
    assert "a code is on its way" in words(guest.press(address="(202) 555-0143"))
    assert "My contacts" in words(guest.press("code", code=f" {sent_code()[:3]} {sent_code()[3:]} "))
    assert Activity.objects.filter(agency=cast.agency(), verb="portal_entered", actor_kind="portal").exists()


def test_the_code_is_a_message_of_its_own_whose_digits_stand_in_no_feed(guest: Guest):
    rosa = cast.contact()
    guest.press(address=cast.ROSA_PHONE)
    message = Message.objects.select_related("client", "sender", "event").get(agency=cast.agency(), contact=rosa)
    digits = sent_code()
    shown = words_of(cast.agency(), message, now=timezone.now()).body
    assert "******" in shown
    assert digits not in shown + message.body + message.secret
    assert message.expires_at is not None
    assert message.expires_at - message.send_at == timedelta(minutes=10)
    assert digits not in str(bytes(Code.objects.get(agency=cast.agency()).digits_hash))


def test_known_unknown_and_opted_out_get_the_same_answer(guest: Guest, words: Words):
    cast.contact()
    out = cast.contact(cast.client("Ben"), cast.BEN_PHONE)
    opt_out(agency=cast.agency(), address_ids=[out.address_id], cause=Cause("staff"), actor=Actor("system"), now=cast.NOON)
    answers = [words(Guest().press(address=typed)) for typed in (cast.ROSA_PHONE, cast.BEN_PHONE, "+12025550199", "nobody@example.org")]
    assert len({answer.partition('name="form"')[0] for answer in answers}) == 1
    assert codes() == 1
    assert "Text START to (202) 555-0100" in answers[0]


def test_the_answers_take_the_same_time(guest: Guest):
    cast.contact()
    with override_settings(PORTAL_ANSWER_SECONDS=0.5):
        for typed in (cast.ROSA_PHONE, "+12025550199"):
            other = Guest()
            other.open()
            began = time.monotonic()
            other.press(address=typed)
            assert time.monotonic() - began >= 0.5


def test_a_wrong_code_opens_nothing_and_the_sixth_guess_not_even_with_the_right_one(guest: Guest, words: Words):
    cast.contact()
    guest.press(address=cast.ROSA_PHONE)
    right = sent_code()
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    for _guess in range(5):
        assert "This code is wrong" in words(guest.press("code", code=wrong))
    assert "This code is wrong" in words(guest.press("code", code=right))
    assert not is_in(guest)


def test_a_code_works_once_and_not_after_ten_minutes_nor_once_there_is_a_newer_one(guest: Guest, words: Words):
    cast.contact()
    guest.come_in()
    other = Guest()
    other.press(address=cast.ROSA_PHONE)
    old = sent_code()
    other.press(address=cast.ROSA_PHONE)
    if old != sent_code():
        assert "This code is wrong" in words(other.press("code", code=old))
    Code.objects.filter(agency=cast.agency()).update(expires_at=timezone.now())
    assert "This code is wrong" in words(other.press("code", code=sent_code()))
    assert not is_in(other)


def test_a_code_is_no_use_for_another_address_or_agency(guest: Guest, words: Words):
    cast.contact()
    cast.contact(cast.client("Ben"), cast.BEN_PHONE)
    cast.contact(cast.client("Nadia", of=cast.agency("lakeside")))
    guest.press(address=cast.ROSA_PHONE)
    digits = sent_code()
    ben, nadia = Guest(), Guest()
    nadia.agency = "lakeside"
    for other, typed in ((ben, cast.BEN_PHONE), (nadia, cast.ROSA_PHONE)):
        other.press(address=typed)
        assert "This code is wrong" in words(other.press("code", code=digits)) or sent_code() == digits


def test_asking_is_limited_and_looks_no_different(guest: Guest, words: Words):
    cast.contact()
    answers = {words(guest.press(address=cast.ROSA_PHONE)).partition('name="form"')[0] for _time in range(7)}
    assert codes() == 5
    assert len(answers) == 1


def test_what_cannot_be_an_address_is_said_beside_the_field(guest: Guest, words: Words):
    for typed in ("", "hello", "202555", "rosa@", "x" * 300):
        answer = guest.press(address=typed)
        assert answer.status_code == 422
    assert codes() == 0


def test_the_portal_can_be_off_for_the_agency_and_for_one_client(guest: Guest, words: Words):
    rosa = cast.contact()
    Client.objects.filter(id=rosa.client_id).update(portal_off=True)
    guest.press(address=cast.ROSA_PHONE)
    assert codes() == 0
    Client.objects.filter(id=rosa.client_id).update(portal_off=False)
    guest.come_in()
    assert is_in(guest)
    Client.objects.filter(id=rosa.client_id).update(portal_off=True)
    assert not is_in(guest)
    Agency.objects.filter(reference="riverton").update(portal_on=False)
    assert guest.open().status_code == 404
    assert portal_link(Agency.objects.get(reference="riverton"), Client.objects.get(id=rosa.client_id), cast.NOON) == ""


def test_a_visit_ends_by_itself_and_when_somebody_signs_out(guest: Guest):
    cast.contact()
    guest.come_in()
    Visit.objects.filter(agency=cast.agency()).update(seen_at=timezone.now() - timedelta(minutes=21))
    assert not is_in(guest)
    guest.come_in()
    guest.press("out")
    assert not is_in(guest)


def test_nothing_of_it_is_kept_found_or_told_to_other_sites(guest: Guest):
    answer = guest.open()
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert answer["Referrer-Policy"] == "no-referrer"
    guest.press(address=cast.ROSA_PHONE)
    for cookie in guest.cookies.values():
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/portal/riverton/")
        assert "5550143" not in cookie.value


def test_a_form_from_elsewhere_changes_nothing(guest: Guest):
    cast.contact()
    guest.open()
    for token in ("", "x", "x.y"):
        assert guest.post("/portal/riverton/", {"address": cast.ROSA_PHONE, "form": token}).status_code == 403
    assert Guest().post("/portal/riverton/", {"address": cast.ROSA_PHONE}).status_code == 403
    assert codes() == 0


def test_staff_pages_are_not_open_to_who_is_in_nor_the_portal_to_staff(guest: Guest):
    cast.contact()
    guest.come_in()
    assert guest.get("/a/riverton/clients/").status_code == 302
    staff = Guest()
    staff.force_login(cast.ada(), backend="django.contrib.auth.backends.ModelBackend")
    assert not is_in(staff)


def link_of(client: Client, *, days: int = 0) -> str:
    link = portal_link(cast.agency(), client, timezone.now() - timedelta(days=days))
    return link.partition("/portal/riverton/")[2]


def test_a_link_asks_for_the_date_of_birth_and_is_over_after_some_days(guest: Guest, words: Words):  # M8
    rosa = cast.client(date_of_birth=date(1990, 5, 17))
    path = link_of(rosa)
    assert "Rosa" not in words(guest.open(path))
    assert "does not fit" in words(guest.press(path, born="1990-05-18"))
    assert "My contacts" in words(guest.press(path, born="05/17/1990"))
    late = Guest()
    assert "does not fit" in words(late.press(link_of(rosa, days=8), born="1990-05-17"))


def test_a_link_that_was_changed_or_is_another_agencys_opens_nothing_and_guesses_are_few(guest: Guest, words: Words):
    rosa, ben = cast.client(date_of_birth=date(1990, 5, 17)), cast.client("Ben", date_of_birth=date(1990, 5, 17))
    nadia = cast.client("Nadia", of=cast.agency("lakeside"), date_of_birth=date(1990, 5, 17))
    good = link_of(rosa)
    lakeside = portal_link(cast.agency("lakeside"), nadia, timezone.now()).rpartition("/")[2]
    for bad in (good[:-2] + "zz", link_of(ben)[:30] + good[30:], f"in/{lakeside}", "in/x", "in/" + "A" * 46):
        assert "does not fit" in words(guest.press(bad, born="1990-05-17"))
    for _guess in range(5):
        guest.press(good, born="1990-01-01")
    assert "does not fit" in words(guest.press(good, born="1990-05-17"))


def test_guesses_at_a_birth_date_are_few_however_the_link_is_written(guest: Guest, words: Words):
    rosa = cast.client(date_of_birth=date(1990, 5, 17))
    good = link_of(rosa)
    for written in (good, f"{good}~", f"{good}~~", link_of(rosa, days=1), link_of(rosa, days=2)):
        assert "does not fit" in words(guest.press(written, born="1990-01-01"))
    assert "does not fit" in words(guest.press(f"{good}~~~", born="1990-05-17"))


def test_who_has_no_date_of_birth_on_file_does_not_come_in_by_a_link(guest: Guest, words: Words):
    assert "does not fit" in words(guest.press(link_of(cast.client()), born="1990-05-17"))
