"""The Spanish catalog, and who reads it."""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlparse

import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import read_mo
from django.test import Client
from django.utils import translation

from duenotice.accounts.models import User
from duenotice.agencies.models import Activity
from duenotice.gateways import twilio_errors
from duenotice.messaging.models import Attempt, Message
from duenotice.messaging.unsubscribe import headers
from duenotice.senders.models import Sender
from duenotice.words.dates import SPANISH, in_words
from tests import cast
from tools.messages import CATALOG, collected, missing, stored

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|%s|\[[A-Za-z]+\]")


def spoken(message: Entry) -> list[str]:
    """Its Spanish wordings."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


def wordings(message: Entry) -> list[tuple[str, str]]:
    """Each English wording with its Spanish one."""
    ids = message.id if isinstance(message.id, tuple) else [message.id]
    return list(zip(ids, spoken(message), strict=True))


ADVICE = "run `make messages`, translate in duenotice/web/locale/es/LC_MESSAGES/django.po what it prints, then run `make setup`"


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """A page leaves its language with the thread; other tests expect English."""
    yield
    translation.deactivate()


def keys(catalog: Catalog) -> set[tuple[object, str | None]]:
    return {(message.id, message.context) for message in catalog if message.id}


def test_every_string_of_pages_and_code_is_in_the_catalog() -> None:
    assert keys(collected()) - keys(stored()) == set(), ADVICE


def test_every_string_of_the_catalog_is_translated() -> None:
    assert list(missing(stored())) == [], ADVICE


def test_the_compiled_catalog_is_the_stored_one() -> None:
    with CATALOG.with_suffix(".mo").open("rb") as file:
        compiled = {spoken(message)[0] for message in read_mo(file)}
    assert {spoken(message)[0] for message in stored() if message.id} - compiled == set(), "run `make setup`"


def test_translations_keep_what_is_filled_in() -> None:
    for message in stored():
        for english, spanish in wordings(message):
            assert sorted(PLACEHOLDER.findall(english)) == sorted(PLACEHOLDER.findall(spanish)), english


@pytest.mark.django_db
def test_signing_in_is_in_the_browsers_language(client: Client) -> None:
    answer = client.get("/sign-in", HTTP_ACCEPT_LANGUAGE="es-US,es;q=0.9,en;q=0.8")
    assert '<html lang="es"' in answer.content.decode()
    assert "Iniciar sesión" in answer.content.decode()


@pytest.mark.django_db
def test_pages_are_in_the_users_language_whatever_the_browser_asks(visit) -> None:
    ada = cast.ada()
    ada.language = "es"
    ada.save()
    answer = visit(ada).open("clients/").content.decode()
    assert '<html lang="es"' in answer
    assert "Buscar clientes" in answer


def test_choosing_a_language_is_kept_and_written_down(visit) -> None:
    sam = cast.sam()
    visitor = visit(sam)
    answer = visitor.post("/language", {"language": "es"}, follow=True).content.decode()
    assert "Guardado." in answer
    assert User.objects.get(id=sam.id).language == "es"
    assert Activity.objects.filter(agency_id=cast.agency().id, verb="language_chosen", record_id=sam.id).count() == 1


def test_a_language_that_pages_do_not_have_is_refused(visit) -> None:
    assert visit(cast.sam()).post("/language", {"language": "xx"}).status_code == 422
    assert User.objects.get(email="sam@example.com").language == "en"


def test_dates_are_written_in_the_pages_language() -> None:
    day = date(2026, 11, 23)
    assert in_words(day, "F j, Y") == "November 23, 2026"
    with translation.override("es"):
        assert in_words(day, "F j, Y") == "23 de noviembre de 2026"
        assert [shape for shape in SPANISH if "Nov" in in_words(day, shape)] == []
        assert in_words(day, "D, M j, Y, g:i A") == "lun 23 nov 2026, 12:00 AM"


def test_stopping_messages_is_explained_in_the_readers_language(client: Client, db: None) -> None:  # O7
    mailed = headers(cast.one_off(cast.contact(entered=cast.ROSA_EMAIL)))["List-Unsubscribe"]
    answer = client.get(urlparse(mailed.strip("<>")).path, HTTP_ACCEPT_LANGUAGE="es-MX").content.decode()
    assert '<html lang="es"' in answer
    assert "Sus fechas de corte no cambian." in answer


def test_a_carriers_refusal_is_read_in_the_clerks_language_wherever_it_shows(visit) -> None:  # M2, C8
    ada, to = cast.ada(), cast.contact()
    ada.language = "es"
    ada.save()
    refused, made = twilio_errors.refused(30005), cast.one_off(to)
    Message.objects.filter(id=made.id).update(status="failed", attempts=1, reason=refused.words)
    Attempt.objects.create(agency_id=made.agency_id, message=made, number=1, gateway="twilio", started_at=cast.NOON, words=refused.words)
    Sender.objects.filter(agency_id=made.agency_id).update(trouble=twilio_errors.refused(30034).words, trouble_at=cast.NOON)
    clerk = visit(ada)
    for page in (f"messages/{made.id}", f"contacts/{to.id}", "messages/"):
        shown = clerk.open(page).content.decode()
        assert "El operador no conoce este número." in shown, page
        assert "does not know this number" not in shown, page
    assert "Los operadores bloquean este número hasta que se registre" in clerk.open("senders/").content.decode()


def test_a_gateways_setting_is_refused_beside_its_field_in_the_clerks_language(visit) -> None:  # P2
    ada = cast.ada()
    ada.language = "es"
    ada.save()
    typed = {"value": "+12025550177", "channels": "text", "speed": "1", "gateway": "twilio", "registration": "registered"}
    page = visit(ada).press("senders/new/phone", **typed, twilio_account_sid="AC1", twilio_auth_token="x").content.decode()
    field = page[page.index('id="id_twilio_account_sid"') - 600 :][:1400]
    assert "El Account SID tiene 34 caracteres" in field


def test_channels_and_types_are_named_in_the_clerks_language(visit) -> None:  # C4
    ada, to = cast.ada(), cast.contact()
    ada.language = "es"
    ada.save()
    clerk = visit(ada)
    assert "texto, celular" in clerk.open(f"clients/{to.client_id}/").content.decode()
    listed = clerk.open("contacts/").content.decode()
    assert ">Texto</td>" in listed
    assert ">Celular</td>" in listed
