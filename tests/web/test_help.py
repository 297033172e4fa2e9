"""Help: guides in both languages, led to from the pages they explain (product N)."""

import re
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from django.http import HttpResponse

from duenotice.accounts.models import User
from duenotice.web.help.topics import LANGUAGES, TOPICS, topic_for
from tests import cast
from tests.web.conftest import Visitor

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
GUIDES = Path(__file__).parents[2] / "duenotice" / "web" / "templates" / "web" / "help"


def test_every_guide_exists_in_every_language_with_the_same_sections():
    for topic in TOPICS:
        sections = {language: (GUIDES / language / f"{topic}.html").read_text().count("<h2>") for language in LANGUAGES}
        assert len(set(sections.values())) == 1, topic


def test_the_glossary_has_every_word_of_the_documents_in_both_languages():
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| [^|]+ \|$", GLOSSARY.read_text().partition("## Spanish labels")[0], re.M)
    shown = {language: (GUIDES / language / "glossary.html").read_text() for language in LANGUAGES}
    told = {word: spanish for word, spanish in reversed(rows) if word not in ("word", "---")}
    assert [word for word in told if f"<dt>{escape(word)}</dt>" not in shown["en"]] == []
    assert [spanish for spanish in told.values() if f"<dt>{escape(spanish)}</dt>" not in shown["es"]] == []


@pytest.mark.parametrize(
    ("page", "topic"),
    [
        ("contact", "contact"),
        ("contacts", "contact"),
        ("client_portal", "portal"),
        ("clients", "contact"),
        ("lookups", "lookups"),
        ("help", ""),
    ],
)
def test_pages_lead_to_the_guide_that_explains_them(page: str, topic: str):
    assert topic_for(page) == topic


@pytest.mark.django_db
def test_every_guide_opens_and_speaks_spanish(visit: Callable[..., Visitor], words: Callable[[HttpResponse], str]):
    sam = cast.sam()
    visitor = visit(sam)
    for topic in TOPICS:
        assert visitor.open(f"help/{topic}").status_code == 200
    assert visitor.open("help/nothing").status_code == 404
    assert "help/contact" in words(visitor.open("contacts/"))
    assert "help/glossary" in words(visitor.open("help/"))
    User.objects.filter(id=sam.id).update(language="es")
    assert "Un cliente es" in re.sub(r"<[^>]+>", "", words(visitor.open("help/contact")))
