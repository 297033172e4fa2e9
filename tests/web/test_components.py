"""Components, alerts, badges and navigation, without a browser."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.contrib.messages.storage.base import Message
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from duenotice.accounts.permissions import ALL
from duenotice.web import navigation
from duenotice.web.alerts import Action, actions_of, alert
from duenotice.web.badges import BADGES
from duenotice.web.navigation import Page, Section
from duenotice.web.templatetags.duenotice import SPRITE, phone


def drawn(source: str, **words: object) -> str:
    return Template("{% load duenotice %}" + source).render(Context(words))


def test_the_badges_of_contacts_are_to_the_letter() -> None:  # C7
    words = [str(BADGES[kind].words) for kind in ("invalid", "opted_out", "opted_in", "archived", "trashed")]
    assert words == ["Invalid", "OPTED-OUT", "OPTED-IN", "ARCHIVED", "TRASHED"]


def test_every_badge_has_an_icon_that_exists() -> None:
    sprite = finders.find(SPRITE)
    assert sprite, "run `make assets`"
    with open(sprite) as file:
        drawing = file.read()
    assert [badge.icon for badge in BADGES.values() if f'id="{badge.icon}"' not in drawing] == []


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("+12025550143", "(202) 555-0143"),
        ("+442079460958", "+44 20 7946 0958"),
        ("+1", "+1"),
        ("555-01", "555-01"),
        ("", ""),
        (None, ""),
    ],
)
def test_phones_are_shown_as_people_write_them(value: str | None, shown: str) -> None:
    assert phone(value) == shown


def test_a_moment_is_shown_in_the_agencys_zone_and_kept_in_utc() -> None:
    with timezone.override("America/New_York"):
        text = drawn("{% local_time moment %}", moment=datetime(2026, 3, 8, 7, 0, tzinfo=UTC))
    assert 'datetime="2026-03-08T07:00:00+00:00"' in text
    assert "Mar 8, 2026, 3:00 AM" in text
    assert "EDT" in text


def test_what_people_typed_is_never_markup() -> None:
    text = drawn('{% panel heading %}{{ body }}{% endpanel %}{% badge "invalid" heading %}', heading="<b>", body="<script>")
    assert "<b>" not in text
    assert "<script>" not in text


def test_a_field_names_its_hint_and_its_error() -> None:
    class Form(forms.Form):
        name = forms.CharField(label="Contact Name", help_text="Optional.", max_length=3)

    text = drawn("{% field form.name %}", form=Form({"name": '"><b>long'}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in text
    assert 'id="id_name_error"' in text
    assert 'id="id_name_helptext"' in text
    assert "&quot;&gt;&lt;b&gt;long" in text


def test_an_alert_keeps_its_actions_and_leads_nowhere_else() -> None:  # L5
    message = Message(25, "Archived", extra_tags='[{"label": "Undo", "url": "/a/x/undo", "method": "post"}]')
    assert actions_of(message) == [Action("Undo", "/a/x/undo", "post")]
    for url in ("https://example.com/", "//example.com/", "/\\example.com"):
        with pytest.raises(ValueError, match="not a path"):
            alert(RequestFactory().get("/"), "success", "Archived", [Action("Undo", url)])


def test_pages_that_do_not_exist_yet_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:  # N
    monkeypatch.setattr(navigation, "SECTIONS", [("Clients", [("Clients", "no_such_page", "view_clients")])])
    assert navigation.sections(agency="riverton", permissions=ALL, path="/") == []


def test_who_has_no_permission_sees_no_section() -> None:  # P1
    """But for what is everybody's own: the work that runs for them in the background."""
    found = navigation.sections(agency="riverton", permissions=frozenset(), path="/")
    assert [page.name for section in found for page in section.pages] == ["jobs"]


def test_a_clients_screen_belongs_to_clients() -> None:  # N
    clients, contacts = Page("Clients", "clients", "/a/x/clients/"), Page("Contacts", "contacts", "/a/x/contacts/")
    section = Section("Clients", [clients, contacts])
    navigation._mark_current(section.pages, "/a/x/clients/0199/")
    assert (clients.current, contacts.current, section.current) == ("true", "", "true")
    navigation._mark_current(section.pages, "/a/x/contacts/")
    assert contacts.current == "page"
