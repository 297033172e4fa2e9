"""Signing in and out, passwords, and coming to one's agency (P1)."""

import re
from collections.abc import Callable
from datetime import timedelta
from threading import enumerate as threads

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from time_machine import travel

from duenotice.accounts.models import Membership, User
from tests import cast

pytestmark = pytest.mark.django_db
NEW = "a new horse and a cart"


def sign_in(browser: Client, email: str = "sam@example.com", password: str = cast.PASSWORD, **query: str) -> HttpResponse:
    return browser.post("/sign-in", {"username": email, "password": password, **query}, HTTP_USER_AGENT=query.get("agent", "a browser"))


def mails() -> list[mail.EmailMessage]:
    for thread in threads():
        if thread.name == "password mail":
            thread.join()
    return mail.outbox


def mailed_link() -> str:
    return re.search(r"http://localhost:8000(\S+)", mails()[-1].body)[1]


@pytest.mark.parametrize("email", ["sam@example.com", " SAM@Example.com "])
def test_a_user_signs_in_by_email_in_any_case(client: Client, email: str) -> None:
    cast.sam()
    assert sign_in(client, email).url == "/"
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("email", ["sam@example.com", "nobody@example.com"])
def test_a_wrong_password_and_an_unknown_email_get_the_same_answer(client: Client, words: Callable[..., str], email: str) -> None:
    cast.sam()
    answer = words(sign_in(client, email, "wrong"))
    assert "do not belong together" in answer
    assert "wrong" not in re.findall(r'value="([^"]*)"', answer)


@pytest.mark.parametrize("email", ["sam@example.com", "nobody@example.com"])
def test_five_wrong_passwords_lock_the_email_from_wherever_they_come(client: Client, words: Callable[..., str], email: str) -> None:
    cast.sam()
    for attempt, typed in enumerate([email, email.upper(), email.title(), f" {email}"]):
        assert sign_in(client, typed, "wrong", agent=f"browser {attempt}").status_code == 200
    assert sign_in(client, email, "wrong").status_code == 429
    locked = sign_in(Client(), email, cast.PASSWORD)
    assert locked.status_code == 429
    assert "An administrator of your agency can release it" in words(locked)


def test_the_right_password_clears_the_wrong_ones(client: Client) -> None:
    cast.sam()
    for _ in range(3):
        for _ in range(4):
            sign_in(client, password="wrong")
        assert sign_in(client).status_code == 302


@pytest.mark.parametrize(
    "odd", ["", "no email", "a@b.c\x00", "x" * 300 + "@example.com", "sam@example.com\r\nBcc: x@example.org", "😀@example.com", "<b>@x"]
)
def test_odd_emails_are_refused_beside_their_field(client: Client, odd: str) -> None:
    assert sign_in(client, odd).status_code == 200
    assert client.post("/password/forgotten", {"email": odd}).status_code == 200
    assert mails() == []


@pytest.mark.parametrize("away", ["https://evil.example.com/", "//evil.example.com", "/\\evil.example.com", "javascript:alert(1)"])
def test_signing_in_never_leads_off_this_site(client: Client, away: str) -> None:
    cast.sam()
    assert sign_in(client, next=away).url == "/"


def test_signing_in_goes_on_to_where_one_was_headed(client: Client) -> None:
    cast.sam()
    asked = client.get("/a/riverton/clients/?name=rosa")
    assert asked.url == "/sign-in?next=/a/riverton/clients/%3Fname%3Drosa"
    assert sign_in(client, next="/a/riverton/clients/?name=rosa").url == "/a/riverton/clients/?name=rosa"


def test_only_a_press_signs_out(client: Client) -> None:
    client.force_login(cast.sam(), backend="django.contrib.auth.backends.ModelBackend")
    client.get("/sign-out")
    assert client.get("/password").status_code == 200
    client.post("/sign-out")
    assert client.get("/password").status_code == 302


def test_a_disabled_user_loses_access_in_the_middle_of_a_session(visit: Callable[..., Client]) -> None:
    sam = cast.sam()
    browser = visit(sam)
    assert browser.get("/a/riverton/clients/").status_code == 200
    User.objects.filter(id=sam.id).update(is_active=False)
    assert browser.get("/a/riverton/clients/").url.startswith("/sign-in")
    assert sign_in(browser).status_code == 200


def test_a_disabled_membership_hides_the_agency_in_the_middle_of_a_session(visit: Callable[..., Client]) -> None:
    sam = cast.sam()
    browser = visit(sam)
    Membership.objects.filter(agency=cast.agency(), user=sam).update(disabled_at=timezone.now())
    assert browser.get("/a/riverton/clients/").status_code == 404
    assert browser.get("/").status_code == 200


def test_changing_the_password_ends_the_other_sessions(visit: Callable[..., Client]) -> None:
    sam = cast.sam()
    here, elsewhere = visit(sam), visit(sam)
    here.post("/password", {"old_password": cast.PASSWORD, "new_password1": NEW, "new_password2": NEW})
    assert here.get("/password").status_code == 200
    assert elsewhere.get("/password").status_code == 302
    assert sign_in(Client(), password=NEW).status_code == 302


@pytest.mark.parametrize("new", ["short", "1qaz2wsx3edc", "sam@example.com", "123456789012"])
def test_a_password_that_is_easily_guessed_is_refused(visit: Callable[..., Client], new: str) -> None:
    answer = visit(cast.sam()).post("/password", {"old_password": cast.PASSWORD, "new_password1": new, "new_password2": new})
    assert answer.status_code == 200


def test_a_forgotten_password_is_set_by_a_link_that_works_once(client: Client, words: Callable[..., str]) -> None:
    cast.sam()
    assert client.post("/password/forgotten", {"email": "Sam@example.com"}).url == "/password/mailed"
    link = mailed_link()
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"new_password1": NEW, "new_password2": NEW})
    assert sign_in(Client(), password=NEW).status_code == 302
    assert "This link no longer works" in words(Client().get(link, follow=True))


def test_a_forgotten_password_gets_the_same_answer_for_an_unknown_email(client: Client) -> None:
    cast.sam()
    answers = [client.post("/password/forgotten", {"email": email}) for email in ("sam@example.com", "nobody@example.com")]
    assert len({(answer.status_code, answer.url) for answer in answers}) == 1
    assert len(mails()) == 1


def test_nobody_is_mailed_twice_within_five_minutes(client: Client) -> None:
    cast.sam()
    for _again in range(3):
        assert client.post("/password/forgotten", {"email": "sam@example.com"}).url == "/password/mailed"
    assert len(mails()) == 1
    with travel(timezone.now() + timedelta(minutes=6)):
        client.post("/password/forgotten", {"email": "sam@example.com"})
    assert len(mails()) == 2


def test_a_link_to_set_a_password_ends_after_a_day(client: Client, words: Callable[..., str]) -> None:
    cast.sam()
    client.post("/password/forgotten", {"email": "sam@example.com"})
    link = mailed_link()
    with travel(timezone.now() + timedelta(hours=23, minutes=59)):
        assert "Set a new password" in words(Client().get(link, follow=True))
    with travel(timezone.now() + timedelta(hours=24, minutes=1)):
        assert "This link no longer works" in words(Client().get(link, follow=True))


def test_the_mailed_link_does_not_trust_the_address_of_the_request(client: Client) -> None:
    cast.sam()
    client.post("/password/forgotten", {"email": "sam@example.com"}, HTTP_HOST="127.0.0.1")
    assert "127.0.0.1" not in mails()[-1].body
    assert mailed_link()


def test_home_is_the_agency_that_one_was_in_last_else_the_oldest(visit: Callable[..., Client]) -> None:
    sam = cast.sam()
    cast.user("Sam", of=cast.agency("lakeside"))
    browser = visit(sam)
    assert browser.get("/").url.startswith("/a/riverton/")
    browser.get("/a/lakeside/clients/")
    assert browser.get("/").url.startswith("/a/lakeside/")


def test_home_does_not_lead_to_an_agency_that_one_has_left(visit: Callable[..., Client]) -> None:
    browser = visit(cast.sam())
    browser.cookies["last_agency"] = cast.agency("lakeside").reference
    assert browser.get("/").url.startswith("/a/riverton/")


def test_an_agency_s_own_address_leads_to_its_first_page_and_is_not_found_by_others(visit: Callable[..., Client]) -> None:
    browser = visit(cast.sam())
    cast.agency("lakeside")
    assert browser.get("/a/riverton/").url == "/a/riverton/feed/"
    assert browser.get("/a/lakeside/").status_code == 404


def test_switching_offers_every_agency_that_is_one_s_own(visit: Callable[..., Client], words: Callable[..., str]) -> None:
    sam = cast.sam()
    cast.user("Sam", of=cast.agency("lakeside"))
    page = words(visit(sam).get("/agencies"))
    assert "Riverton County Court" in page
    assert "Lakeside County Court" in page


def test_home_says_so_where_one_has_no_agency_and_names_none(visit: Callable[..., Client], words: Callable[..., str]) -> None:
    cast.agency()
    page = words(visit(cast.user("Nell")).get("/"))
    assert "You have no agency yet" in page
    assert "Riverton" not in page
