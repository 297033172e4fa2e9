"""Send a Message on a page (M1, M5, M6, C9), by what a browser posts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from duenotice.accounts.models import Role, User
from duenotice.contacts.models import Address, Contact
from duenotice.messaging.models import File, Message, Status
from tests import cast

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a summons"


def browser(who: User) -> Browser:
    opened = Browser()
    opened.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return opened


def place(name: str, *args: object) -> str:
    return reverse(name, args=["riverton", *args])


def send(to: Contact, who: User | None = None, **typed: Any) -> Any:
    return browser(who or cast.sam()).post(place("compose", "contact", to.id), {"body": "Please call the clerk.", **typed})


def test_a_one_off_is_scheduled_and_its_time_told():  # M1
    answer = browser(cast.sam()).post(place("compose", "contact", cast.contact().id), {"body": "Please call [AgencyName]."}, follow=True)
    message = Message.objects.get()
    assert message.status == Status.SCHEDULED
    assert message.sender.value == "+12025550100"
    assert b"it can be cancelled" in answer.content
    assert b"Please call Riverton County Court." in answer.content


def test_send_now_skips_the_delay():  # M1
    send(cast.contact(), do="now")
    message = Message.objects.get()
    assert message.send_at <= message.created_at


def test_what_cannot_be_composed_stands_beside_its_field_with_all_that_was_typed():
    to = cast.contact(entered=cast.ROSA_EMAIL)
    answer = send(to, body="The hearing is at 9.", send_date="2020-01-02")
    assert answer.status_code == 422
    assert b"The hearing is at 9." in answer.content
    assert b"2020-01-02" in answer.content
    assert "Write a subject for the email." in answer.content.decode()
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"body": " "}, "Write a message."),
        ({"body": "x" * 1601}, "at most 1600 characters"),
        ({"body": "Bell \x07"}, "control character"),
        ({"body": "NUL \x00"}, "control character"),
        ({"body": "Dear [Nobody]"}, "There is no tag [Nobody]"),
        ({"send_date": "2020-01-02"}, "have passed"),
        ({"send_date": "2027-03-14", "send_time": "02:30"}, "clocks go forward"),
        ({"send_date": "tomorrow"}, "Enter a valid date"),
        ({"sender": "6a1f0000-0000-7000-8000-000000000000"}, "Select a valid choice"),
    ],
)
def test_bad_input_is_refused_with_words(typed: dict[str, str], words: str):
    answer = send(cast.contact(), **typed)
    assert answer.status_code == 422
    assert words in answer.content.decode().replace("&#x27;", "'")
    assert Message.objects.count() == 0


@pytest.mark.parametrize("words", ["🎉 Party", "שלום", "<b>{{ 7 }}{% url %}</b>", "line\r\nBcc: all@example.com"])
def test_odd_but_honest_words_are_kept_as_they_are(words: str):
    to = cast.contact()
    assert send(to, body=words).status_code == 302
    page = browser(cast.sam()).get(place("messages")).content.decode()
    assert Message.objects.get().body == words.replace("\r\n", "\n")
    assert "<b>{{" not in page


def test_a_subject_of_two_lines_is_refused():
    answer = send(cast.contact(entered=cast.ROSA_EMAIL), subject="Hello\r\nBcc: all@example.com")
    assert answer.status_code == 422


def test_a_second_press_makes_no_second_message():  # M5
    to = cast.contact()
    send(to)
    answer = send(to)
    assert answer.status_code == 422
    assert "Send anyway" in answer.content.decode()
    assert Message.objects.count() == 1
    send(to, repeat_anyway="on")
    assert Message.objects.count() == 2


def test_files_are_kept_when_something_else_is_wrong():
    to = cast.contact(entered=cast.ROSA_EMAIL)
    answer = send(to, files=[upload("summons.pdf", PDF)])
    assert answer.status_code == 422
    assert "summons.pdf" in answer.content.decode()
    signed = answer.context["composer"].kept[0][1]
    send(to, subject="Summons", kept=[signed])
    assert [File.objects.get(id=id).name for id in Message.objects.get().files] == ["summons.pdf"]


def test_a_picture_goes_with_a_text_and_with_no_call():  # M1
    to = cast.contact()
    send(to, files=[upload("map.png", b"\x89PNG\r\n\x1a\n")])
    assert len(Message.objects.get().files) == 1
    screen = place("compose", "contact", to.id)
    assert 'name="files"' in browser(cast.sam()).get(screen).content.decode()
    Contact.objects.update(channel="voice")
    assert 'name="files"' not in browser(cast.sam()).get(screen).content.decode()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("a.pdf", b"")], "a.pdf is empty"),
        ([("a.exe", b"MZ")], "a.exe is of a kind"),
        ([("a.pdf", b"MZ not a pdf")], "not what its name says"),
        ([(f"{n}.pdf", PDF) for n in range(6)], "at most 5 files"),
        ([("a.pdf", PDF + b"0" * 7 * 1024 * 1024)], "larger than 7 MB"),
    ],
)
def test_files_that_cannot_be_sent_are_named(files: list[tuple[str, bytes]], words: str):
    answer = send(cast.contact(entered=cast.ROSA_EMAIL), subject="Files", files=[upload(*file) for file in files])
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Message.objects.count() == 0


def test_an_opted_out_contact_gets_the_reason_instead_of_a_form():  # C9
    to = cast.contact()
    Address.objects.update(consent="out")
    page = browser(cast.sam()).get(place("compose", "contact", to.id)).content.decode()
    assert "This address is opted out." in page
    assert "compose_form" not in page
    refused = send(to)
    assert refused.status_code == 422
    assert "Please call the clerk." in refused.content.decode()
    assert Message.objects.count() == 0


def test_a_client_chooses_among_the_contacts_that_messages_reach():  # M1
    rosa = cast.client()
    phone, email = cast.contact(rosa), cast.contact(rosa, cast.ROSA_EMAIL)
    bad = cast.contact(rosa, "not-an-email@")
    page = browser(cast.sam()).get(place("compose", "client", rosa.id)).content.decode()
    assert f'value="{email.id}"' in page
    assert f'value="{bad.id}"' not in page
    typed = {"to": str(phone.id), "body": "Hello"}
    assert browser(cast.sam()).post(place("compose", "client", rosa.id), typed).status_code == 302
    assert Message.objects.get().contact == phone
    assert browser(cast.sam()).post(place("compose", "client", rosa.id), {**typed, "to": str(bad.id)}).status_code == 422


def test_who_may_not_create_messages_cannot_send():  # P1
    assert send(cast.contact(), cast.vera()).status_code == 403


@pytest.mark.parametrize("kind", ["contact", "client", "reply", "nonsense"])
def test_another_agency_s_records_do_not_exist(kind: str):
    nadia = cast.client("Nadia", of=cast.agency("lakeside"))
    theirs = {"contact": cast.contact(nadia).id, "client": nadia.id}.get(kind, nadia.id)
    for name in ("compose", "compose_fill", "compose_preview"):
        assert browser(cast.sam()).post(place(name, kind, theirs), {"body": "Hello"}).status_code == 404


def upload(name: str, content: bytes) -> Any:
    return SimpleUploadedFile(name, content)


def test_the_messages_page_is_not_buried_under_what_is_scheduled_for_later():  # N, M2
    to, sam = cast.contact(), browser(cast.sam())
    later = (datetime.now(UTC) + timedelta(days=20)).date().isoformat()
    send(to, body="In twenty days.", send_date=later, send_time="10:00")
    assert Message.objects.get().status == Status.SCHEDULED
    page = sam.get(place("messages"))
    assert b"In twenty days." not in page.content
    assert b"In twenty days." in sam.get(place("messages"), {"show": "all"}).content
    tomorrow = page.context["tomorrow"]
    assert b"In twenty days." in sam.get(place("messages"), {"status": "scheduled", "since": tomorrow}).content


def test_a_message_leads_to_its_client_and_its_contact_where_one_may_look_at_them():  # M2
    to = cast.contact()
    send(to)
    leads = [place("client", to.client_id), place("contact", to.id)]
    where = place("message", Message.objects.get().id)
    assert [f'href="{lead}"' in browser(cast.sam()).get(where).content.decode() for lead in leads] == [True, True]
    Role.objects.create(agency=cast.agency(), name="Readers", permissions=["view_messages"])
    reader = cast.user("Rita", of=cast.agency(), role="Readers")
    assert [f'href="{lead}"' in browser(reader).get(where).content.decode() for lead in leads] == [False, False]


@pytest.mark.parametrize("name", ["feed", "messages", "inbox", "settings", "senders", "auto_messages", "clients", "contacts", "events"])
def test_an_address_of_a_list_works_with_its_last_slash_and_without(name: str):  # N
    ada = browser(cast.ada())
    assert place(name).endswith("/")
    assert ada.get(place(name)).status_code == 200
    assert ada.get(place(name).rstrip("/"), follow=True).redirect_chain == [(place(name), 301)]
