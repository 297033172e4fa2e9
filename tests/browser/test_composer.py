"""Send a Message, and the feed that updates by itself, as people see them (M1, M2)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from duenotice.accounts.models import User
from duenotice.agencies.models import Agency
from duenotice.flows.models import AutoMessage
from duenotice.messaging.models import Message, Status
from duenotice.words.models import Template, TemplateWords
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
Check = Callable[[Page], None]
SignIn = Callable[[Page, User], None]


def auto_message(name: str, **words: str) -> AutoMessage:
    agency = cast.agency()
    template = Template.objects.create(agency=agency, name=name)
    for language, body in words.items():
        TemplateWords.objects.create(agency=agency, template=template, language=language, subject=name, body=body)
    return AutoMessage.objects.create(agency=agency, template=template, channels=["text", "email"])


def test_a_message_is_composed_previewed_and_sent(page: Page, sign_in, axe, shot):  # M1, M8
    rosa = cast.client(language="es")
    to = cast.contact(rosa)
    auto_message("Call us", en="Please call [AgencyName].", es="Llame a [AgencyName], [ClientFirstName].")
    sign_in(page, cast.sam())
    page.goto(f"/a/riverton/compose/contact/{to.id}")
    expect(page.get_by_label("From Phone")).to_contain_text("(202) 555-0100")
    page.get_by_label("Message", exact=True).evaluate("field => field.style.height = '20rem'")  # as whoever drags its corner does
    page.get_by_label("Auto Messages").select_option(label="Call us")
    expect(page.get_by_label("Message", exact=True)).to_have_value("Llame a [AgencyName], [ClientFirstName].")
    expect(page.get_by_role("region", name="Preview")).to_contain_text("Llame a Riverton County Court, Rosa.")
    page.get_by_label("Message", exact=True).fill("Hola “Rosa” ")
    expect(page.get_by_role("region", name="Preview")).to_contain_text("UCS-2")
    expect(page.get_by_role("region", name="Preview")).to_contain_text("left double quotation mark")
    page.get_by_label("Merge tag").select_option("[ClientLastName]")
    page.get_by_role("button", name="Insert").click()
    expect(page.get_by_label("Message", exact=True)).to_have_value("Hola “Rosa” [ClientLastName]")
    expect(page.get_by_role("region", name="Preview")).to_contain_text("Delgado")
    axe(page)
    shot(page, "composer")
    page.get_by_role("button", name="Send Message").click()
    expect(page.get_by_text("it can be cancelled")).to_be_visible()
    assert Message.objects.get().status == Status.SCHEDULED


def test_an_error_stands_beside_its_field_and_keeps_what_was_typed(phone: Page, sign_in, axe, shot, allowed_statuses):
    to = cast.contact(entered=cast.ROSA_EMAIL)
    allowed_statuses.add(422)
    sign_in(phone, cast.sam())
    phone.goto(f"/a/riverton/compose/contact/{to.id}")
    phone.get_by_label("Message", exact=True).fill("Summons attached.")
    phone.get_by_label("Files").set_input_files({"name": "summons.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    phone.get_by_role("button", name="Send Message").click()
    expect(phone.locator("#compose_subject_error")).to_have_text("Write a subject for the email.")
    expect(phone.get_by_label("Message", exact=True)).to_have_value("Summons attached.")
    expect(phone.get_by_label("summons.pdf")).to_be_checked()
    axe(phone)
    shot(phone, "composer-error")
    phone.get_by_label("Subject").fill("Summons")
    phone.get_by_role("button", name="Send Message").click()
    expect(phone.get_by_text("it can be cancelled")).to_be_visible()
    assert len(Message.objects.get().files) == 1


def test_a_preview_that_cannot_be_loaded_says_so_where_it_is_seen(phone: Page, sign_in, shot, allowed_statuses, allowed_words):
    allowed_statuses.add(503)
    allowed_words.append("Response Status Error Code 503")
    to = cast.contact()
    sign_in(phone, cast.sam())
    phone.goto(f"/a/riverton/compose/contact/{to.id}")
    phone.route("**/preview*", lambda route: route.fulfill(status=503))
    phone.get_by_label("Message", exact=True).press_sequentially("Court is at 10.")
    expect(phone.get_by_role("alert")).to_be_in_viewport()
    expect(phone.get_by_role("alert")).to_contain_text("could not be loaded")
    shot(phone, "composer-no-preview")


def test_the_feed_updates_by_itself(page: Page, sign_in, axe, shot):  # M2
    message = cast.one_off(cast.contact(), now=timezone.now())
    sign_in(page, cast.sam())
    page.goto("/a/riverton/feed")
    expect(page.locator("#feed")).to_contain_text("scheduled")
    Message.objects.filter(agency=message.agency).update(
        status=Status.FAILED, status_at=timezone.now(), reason="The number is not in service."
    )
    expect(page.locator("#feed")).to_contain_text("The number is not in service.", timeout=30_000)
    axe(page)
    shot(page, "dashboard")


def test_a_scheduled_message_is_cancelled_from_the_feed(phone: Page, sign_in, axe, shot):  # M1
    cast.one_off(cast.contact(), now=timezone.now() + timedelta(hours=1))
    sign_in(phone, cast.sam())
    phone.goto("/a/riverton/messages")
    axe(phone)
    shot(phone, "messages")
    phone.get_by_role("button", name="Cancel").click()
    expect(phone.get_by_text("Cancelled. The message will not be sent.")).to_be_visible()
    assert Message.objects.get().status == Status.CANCELLED
    phone.get_by_role("link", name="Details").first.click()
    axe(phone)
    shot(phone, "message")


def test_what_speaks_against_sending_is_said_and_can_be_overridden(
    page: Page, sign_in: SignIn, axe: Check, allowed_statuses: set[int]
) -> None:  # C9, M5, M6
    allowed_statuses.add(422)
    to = cast.contact()
    Agency.objects.filter(id=to.agency_id).update(quiet_from="00:00", quiet_until="23:59")
    sign_in(page, cast.sam())
    page.goto(f"/a/riverton/contacts/{to.id}/")
    expect(page.get_by_role("region", name="Will messages reach this contact?")).to_contain_text("quiet time there now")
    for repeated in (False, True):
        page.get_by_label("Message", exact=True).fill("Please call the clerk.")
        page.get_by_text("Send anyway, during quiet hours").click()
        page.get_by_role("button", name="Send Message").click()
        if repeated:
            expect(page.get_by_text("Tick Send anyway to send it again.").first).to_be_visible()
            axe(page)
            page.get_by_text("Send anyway, although it repeats an earlier message", exact=True).click()
            page.get_by_role("button", name="Send Message").click()
        expect(page.get_by_text("it can be cancelled")).to_be_visible()
        page.reload()
    assert list(Message.objects.values_list("ignores_quiet_hours", flat=True)) == [True, True]
