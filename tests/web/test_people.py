"""Admin, Users and Roles; founding agencies (P1)."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils import timezone
from time_machine import travel

from duenotice.accounts.models import Membership, Role, User
from duenotice.agencies.models import Agency
from tests import cast
from tests.web.conftest import Visitor

pytestmark = pytest.mark.django_db
Words = Callable[[HttpResponse], str]
NEW = "a new horse and a cart"
GARBAGE = ["", " ", "x" * 101, "bell\x07", "nul\x00", "two\r\nBcc: spy@example.org"]
PRESSES = ["disable", "enable", "release-lock", "invite-again"]
KEPT = ["Zoë O’Neil-Ngũgĩ", "👩🏽‍⚖️ Judge", "עדה כהן", "<b>Bold</b> {{ 7|add:1 }} {% now %}", "Robert'); DROP TABLE"]


@pytest.fixture
def ada(visit: Callable[..., Visitor]) -> Visitor:
    return visit(cast.ada())


def role(name: str = "Staff", agency: str = "riverton") -> Role:
    return Role.objects.get(agency=cast.agency(agency), name=name)


def member(user: User) -> Membership:
    return Membership.objects.get(agency=cast.agency(), user=user)


def invite(browser: Visitor, **typed: object) -> HttpResponse:
    return browser.press("users/invite", **{"email": "nell@example.com", "name": "Nell", "role": role().id, **typed})


def mailed_link() -> str:
    return re.search(r"http://localhost:8000(\S+)", mail.outbox[-1].body)[1]


def test_an_invited_user_sets_a_password_once_and_signs_in(ada: Visitor, words: Words) -> None:
    assert "An invitation is on its way to nell@example.com." in words(invite(ada))
    link, guest = mailed_link(), Client()
    form = guest.get(link, follow=True)
    assert "you sign in with nell@example.com" in words(form)
    guest.post(form.redirect_chain[-1][0], {"new_password1": NEW, "new_password2": NEW})
    assert guest.post("/sign-in", {"username": "nell@example.com", "password": NEW}, follow=True).status_code == 200
    assert "This link no longer works" in words(Client().get(link, follow=True))


def test_a_user_of_another_agency_says_whether_they_come(ada: Visitor, visit: Callable[..., Visitor], words: Words) -> None:
    lee = visit(cast.lee())
    invite(ada, email="lee@example.com")
    assert mail.outbox[-1].body.strip().endswith("/agencies")
    assert lee.open("clients/").status_code == 404
    choice = words(lee.get("/agencies"))
    assert "Riverton County Court invites you" in choice
    yes = re.search(r'action="(/agencies/[0-9a-f-]+/accept)"', choice)[1]
    assert visit(cast.sam()).post(yes).status_code == 404
    assert "You work at Riverton County Court from now on." in words(lee.post(yes, follow=True))
    assert lee.open("clients/").status_code == 200


def test_an_invitation_ends_after_a_day_and_can_be_sent_again(ada: Visitor, words: Words) -> None:
    invite(ada)
    link = mailed_link()
    with travel(timezone.now() + timedelta(hours=24, minutes=1)):
        assert "This link no longer works" in words(Client().get(link, follow=True))
    assert "on its way" in words(ada.press(f"users/{member(User.objects.get(name='Nell')).id}/invite-again"))
    assert len(mail.outbox) == 2


def test_a_changed_link_opens_nothing(ada: Visitor, words: Words) -> None:
    invite(ada)
    other = cast.sam()
    link = mailed_link()
    for wrong in (link[:-2] + "x/", "/invitation/AAAA/set/", link.replace(link.split("/")[2], "x" * 400), f"/invitation/{other.id}/x/"):
        assert "This link no longer works" in words(Client().get(wrong, follow=True)), wrong


def test_an_invitation_whose_mail_fails_stands_and_says_so(ada: Visitor, words: Words) -> None:
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1):
        answer = words(invite(ada))
    assert "did not take the invitation" in answer
    assert User.objects.filter(name="Nell").exists()


@pytest.mark.parametrize("name", GARBAGE)
def test_bad_names_are_refused_and_what_was_typed_comes_back(ada: Visitor, words: Words, name: str) -> None:
    answer = invite(ada, name=name, email="nell@example.org")
    assert answer.status_code == 422
    assert "nell@example.org" in words(answer)
    assert ada.press("roles/new", name=name).status_code == 422
    assert not User.objects.filter(email="nell@example.org").exists()


@pytest.mark.parametrize("name", KEPT)
def test_names_of_every_script_are_kept_and_are_never_markup(ada: Visitor, name: str) -> None:
    page = invite(ada, name=name).content.decode()
    assert User.objects.get(email="nell@example.com").name == name
    assert "<b>Bold" not in page
    ada.press("roles/new", name=name)
    assert Role.objects.filter(agency=cast.agency(), name=name).exists()


@pytest.mark.parametrize(
    "email", ["", "nell", "a@b@c", "nell@example.com\nBcc: spy@example.org", "n\x00@example.com", "x" * 250 + "@example.com"]
)
def test_bad_emails_invite_nobody(ada: Visitor, email: str) -> None:
    assert invite(ada, email=email).status_code == 422
    assert mail.outbox == []


def test_inviting_a_member_leads_to_them(ada: Visitor, words: Words) -> None:
    sam = cast.sam()
    answer = invite(ada, email="SAM@example.com")
    assert answer.status_code == 422
    assert f"/a/riverton/users/{member(sam).id}" in words(answer)


def test_users_lists_this_agency_alone(ada: Visitor, words: Words) -> None:
    cast.sam()
    cast.lee()
    page = words(ada.open("users/"))
    assert "sam@example.com" in page
    assert "lee@example.com" not in page


@pytest.mark.parametrize(
    "path", ["users/{user}", "users/{user}/disable", "users/{user}/enable", "users/{user}/release-lock", "roles/{role}"]
)
def test_another_agencys_users_and_roles_are_not_there(ada: Visitor, path: str) -> None:
    lee = cast.lee()
    theirs = {"user": Membership.objects.get(agency=cast.agency("lakeside"), user=lee).id, "role": role(agency="lakeside").id}
    for address in (path.format(**theirs), path.format(user=uuid4(), role=uuid4())):
        assert ada.press(address, role=role().id, name="x").status_code == 404
    assert not Membership.objects.filter(agency=cast.agency("lakeside"), disabled_at__isnull=False).exists()


def test_another_agencys_role_cannot_be_given(ada: Visitor) -> None:
    cast.lee()
    sam, theirs = cast.sam(), role("Administrators", "lakeside")
    for answer in (ada.press(f"users/{member(sam).id}", role=theirs.id), invite(ada, role=theirs.id), invite(ada, role="no id")):
        assert answer.status_code == 422
    assert member(sam).role == role()


def test_a_role_is_changed_and_a_user_disabled_and_enabled(ada: Visitor, words: Words) -> None:
    sam = cast.sam()
    path = f"users/{member(sam).id}"
    assert "Sam has the role Officers now." in words(ada.press(path, role=role("Officers").id))
    assert "Sam cannot enter your agency any more." in words(ada.press(f"{path}/disable"))
    assert "Sam can enter your agency again." in words(ada.press(f"{path}/enable"))


def test_who_may_manage_users_cannot_raise_anybody_above_themselves(visit: Callable[..., Visitor], words: Words) -> None:
    Role.objects.create(agency=cast.agency(), name="Desk", permissions=["users", "roles"])
    ada, sam, desk = cast.ada(), cast.sam(), visit(cast.user("Dana", of=cast.agency(), role="Desk"))
    assert invite(desk, role=role("Administrators").id).status_code == 422
    assert desk.press(f"users/{member(sam).id}", role=role("Administrators").id).status_code == 422
    assert "allows more than your own" in words(desk.press(f"users/{member(ada).id}/disable"))
    assert desk.press("roles/new", name="Mine", permissions=["purge"]).status_code == 422
    assert desk.press(f"roles/{role('Staff').id}", name="Staff", permissions=["purge"]).status_code == 422
    assert desk.press("roles/new", name="Mine", permissions=["users"]).status_code == 200


def test_roles_show_what_is_implied(ada: Visitor, words: Words) -> None:
    ada.press("roles/new", name="Intake", permissions=["create_clients"])
    page = words(ada.open(f"roles/{role('Intake').id}"))
    assert re.search(r'value="view_clients"[^>]* checked', page)
    assert re.search(r'value="create_clients"[^>]*data-implies="may-view_clients"', page)


def test_the_same_role_twice_is_refused_beside_its_name(ada: Visitor, words: Words) -> None:
    answer = ada.press("roles/new", name="staff", permissions=["view_clients"])
    assert "a role of this name already" in words(answer)
    assert re.search(r'value="view_clients"[^>]* checked', words(answer))


def test_an_administrator_releases_a_lock(ada: Visitor, words: Words) -> None:
    sam = cast.sam()
    for _ in range(5):
        Client().post("/sign-in", {"username": sam.email, "password": "wrong"})
    path = f"users/{member(sam).id}"
    assert "Release Lock" in words(ada.open(path))
    assert "Sam can sign in again." in words(ada.press(f"{path}/release-lock"))
    assert Client().post("/sign-in", {"username": sam.email, "password": cast.PASSWORD}).status_code == 302


def test_a_super_admin_founds_an_agency_and_others_cannot(ada: Visitor, visit: Callable[..., Visitor], words: Words) -> None:
    typed = {"name": "Hill Court", "reference": "hill", "time_zone": "America/Denver"}
    assert ada.post("/agencies/new", typed).status_code == 403
    root = visit(cast.user("Root", is_super_admin=True))
    assert "Hill Court is ready" in words(root.post("/agencies/new", typed, follow=True))
    assert "Another agency has this reference." in words(root.post("/agencies/new", typed))
    for odd in ("Hill", "a b", "-a", "a/b", "é", "x" * 61, "a\n", "../x"):
        root.post("/agencies/new", {**typed, "reference": odd})
    assert Agency.objects.filter(name="Hill Court").exclude(reference__in=["hill", "a"]).count() == 0
