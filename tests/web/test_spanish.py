"""The Spanish catalog, and who reads it."""

import re

import pytest
from babel.messages.catalog import Message
from django.test import Client

from tests import cast
from tools.messages import missing, stored

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|%s|\[[A-Za-z]+\]")


def wordings(message: Message) -> list[tuple[str, str]]:
    """Each English wording with its Spanish one."""
    ids = message.id if isinstance(message.id, tuple) else [message.id]
    strings = message.string if isinstance(message.string, tuple) else [message.string]
    return list(zip(ids, strings, strict=True))


def test_every_string_of_the_catalog_is_translated() -> None:
    assert not list(missing(stored())), "translate these in duenotice/web/locale/es/LC_MESSAGES/django.po"


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
