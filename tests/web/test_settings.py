"""Admin, Settings; agency phones and emails; auto messages (P2, M3, A1)."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from duenotice.agencies.models import Agency
from duenotice.events.models import Event, Location
from duenotice.flows.models import AutoMessage
from duenotice.messaging.models import Message
from duenotice.senders import credentials
from duenotice.senders.models import Sender
from tests import cast

SETTINGS = {
    "time_zone": "America/Chicago",
    "one_off_delay_minutes": "0",
    "quiet_from": "21:00",
    "quiet_until": "07:30",
    "duplicate_window_minutes": "15",
    "support_email": "help@example.com",
    "help_phone": "(202) 555-0190",
    "stop_words": "basta, no gracias",
}


def riverton() -> Agency:
    return Agency.objects.get(reference="riverton")


def test_settings_are_saved(visit: Any, words: Any) -> None:  # P2
    page = words(visit(cast.ada()).press("settings/", **SETTINGS))
    assert "Saved." in page
    saved = riverton()
    assert (saved.time_zone, saved.one_off_delay_minutes, saved.help_phone) == ("America/Chicago", 0, "+12025550190")
    assert saved.stop_words == ["basta", "no gracias"]


def test_another_time_zone_moves_coming_events_and_what_is_scheduled_about_them(visit: Any, words: Any) -> None:  # P2, A6
    tomorrow = cast.later().date() + timedelta(days=1)
    here = cast.event(date=tomorrow)
    there = cast.event(date=tomorrow, location=Location.objects.create(agency=riverton(), name="West", time_zone="America/Denver"))
    message = cast.one_off(cast.contact(), event=here, day=tomorrow, clock=time(8, 30), now=timezone.now())
    assert message.expires_at == here.starts_at
    assert "Coming events keep their local times" in words(visit(cast.ada()).press("settings/", **SETTINGS))
    moved = Event.objects.get(id=here.id)
    assert (moved.time, moved.time_zone, moved.starts_at) == (here.time, "America/Chicago", here.starts_at + timedelta(hours=1))
    assert Event.objects.get(id=there.id).starts_at == there.starts_at
    assert Message.objects.get(id=message.id).expires_at == moved.starts_at


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice"),
        ({"one_off_delay_minutes": "-1"}, "greater than or equal to 0"),
        ({"quiet_until": "21:00"}, "have to end at another time"),
        ({"reply_stop_en": "Bye [ClientName]"}, "[ClientName] cannot be used"),
        ({"reply_stop_en": "x" * 321}, "at most 320 characters"),
        ({"stop_words": "x" * 31}, "at most 30 characters"),
        ({"help_phone": "12345"}, "Type a phone number"),
        ({"support_email": "nobody"}, "valid email"),
    ],
)
def test_settings_that_cannot_work_are_refused_and_kept_on_the_form(visit: Any, words: Any, typed: dict[str, str], told: str) -> None:
    answer = visit(cast.ada()).press("settings/", **{**SETTINGS, **typed})
    assert answer.status_code == 422
    assert told in words(answer)
    assert next(iter(typed.values())) in words(answer)
    assert riverton().time_zone == "America/New_York"


def test_a_reply_that_lacks_what_it_should_say_is_saved_with_a_warning(visit: Any, words: Any) -> None:  # O3
    page = words(visit(cast.ada()).press("settings/", **SETTINGS, reply_stop_en="[AgencyName]: bye. Reply START to come back."))
    assert "does not say that the person's court dates still stand" in page
    assert riverton().replies["stop"]["en"].startswith("[AgencyName]: bye")


def test_live_mode_shows_what_to_check_first(visit: Any, words: Any) -> None:  # M3
    agency = cast.agency(mode="simulate")
    Sender.objects.filter(agency=agency, kind="phone").update(registration="unregistered")
    ada = visit(cast.ada())
    page = words(ada.open("settings/live-mode"))
    assert "Carriers block texts from numbers that are not registered." in page
    assert not riverton().live
    assert "LIVE MODE" in words(ada.press("settings/live-mode"))
    assert "SIMULATE MODE" in words(ada.press("settings/simulate-mode"))


@pytest.mark.parametrize(("gateway", "told"), [("handset", "not to real people"), ("twilio", "Messages go to real people.")])
def test_the_banner_says_whether_live_mode_reaches_people(visit: Any, words: Any, gateway: str, told: str) -> None:  # M3
    ada = visit(cast.ada())
    Sender.objects.filter(agency=riverton(), kind="phone").update(gateway=gateway)
    assert told in words(ada.open("help/"))


def test_sending_is_paused_and_resumed(visit: Any, words: Any) -> None:  # the brakes
    ada = visit(cast.ada())
    assert "Sending is paused." in words(ada.press("settings/pause"))
    assert riverton().sending_paused_by == cast.ada().id
    ada.press("settings/resume")
    assert riverton().sending_paused_at is None


SMTP = {"value": "notices@example.com", "speed": "5", "gateway": "smtp", "smtp_host": "mail.example.com", "smtp_security": "starttls"}
LOGIN = {"smtp_user": "court", "smtp_password": "s3cret-word"}


def test_a_stored_secret_is_kept_and_never_shown_again(visit: Any, words: Any) -> None:  # P2
    ada = visit(cast.ada())
    ada.press("senders/new/email", **SMTP, **LOGIN)
    made = Sender.objects.get(value="notices@example.com")
    assert credentials.open(made.gateway_settings)["password"] == "s3cret-word"
    assert b"s3cret" not in bytes(made.gateway_settings)
    assert "s3cret-word" not in words(ada.open(f"senders/{made.id}"))
    ada.press(f"senders/{made.id}", **SMTP, smtp_user="clerk", primary_channels="email")
    made.refresh_from_db()
    assert credentials.open(made.gateway_settings) | {} == {
        "host": "mail.example.com",
        "security": "starttls",
        "user": "clerk",
        "password": "s3cret-word",
    }
    assert Sender.objects.filter(agency=made.agency, primary_channels__contains=["email"]).get() == made


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("email", {**SMTP, "smtp_host": ""}, "host"),
        ("email", {**SMTP, "value": "nonsense"}, "Type an email"),
        ("email", {**SMTP, "value": "court@riverton.example.com"}, "has this one already"),
        ("phone", {"value": "+12025550177", "speed": "1", "gateway": "handset"}, "at least one channel"),
        ("phone", {"value": "123", "speed": "0", "gateway": "handset", "channels": "text"}, "Type a number"),
        ("phone", {"value": "+12025550177", "speed": "1", "gateway": "smtp", "channels": "text"}, "Select a valid choice"),
    ],
)
def test_senders_that_cannot_work_are_refused(visit: Any, words: Any, kind: str, typed: dict[str, str], told: str) -> None:
    answer = visit(cast.ada()).press(f"senders/new/{kind}", **typed)
    assert answer.status_code == 422
    assert told in words(answer)


def test_the_handset_is_offered_only_where_the_operator_enables_it(visit: Any, words: Any, settings: Any) -> None:
    settings.HANDSET = False
    assert 'value="handset"' not in words(visit(cast.ada()).open("senders/new/phone"))


AUTO = {
    "name": "Call us",
    "trigger": "by_hand",
    "channels": ["text"],
    "body_en": "Please call [AgencyPhone].",
    "body_es": "Llame a [AgencyPhone].",
}


def test_an_auto_message_has_words_in_each_language(visit: Any, words: Any) -> None:  # A1
    ada = visit(cast.ada())
    ada.press("messaging/auto-messages/new", **AUTO)
    made = AutoMessage.objects.get()
    assert made.template.words.get(agency=made.agency, language="es").body == "Llame a [AgencyPhone]."
    ada.press(f"messaging/auto-messages/{made.id}/", **{**AUTO, "body_es": ""})
    assert "Spanish is missing" in words(ada.open("messaging/auto-messages/"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"body_en": "Dear [Nobody]"}, "There is no tag [Nobody]"),
        ({"body_en": ""}, "Write the English words"),
        ({"channels": ["email"]}, "Write a subject"),
        ({"channels": []}, "This field is required"),
        ({"name": "Bell \x07"}, "control"),
    ],
)
def test_auto_messages_that_cannot_be_sent_are_refused(visit: Any, words: Any, typed: dict[str, Any], told: str) -> None:  # M8
    answer = visit(cast.ada()).press("messaging/auto-messages/new", **{**AUTO, **typed})
    assert answer.status_code == 422
    assert told in words(answer)
    assert not AutoMessage.objects.exists()


@pytest.mark.parametrize("path", ["settings/", "settings/live-mode", "senders/", "senders/new/phone", "messaging/auto-messages/new"])
def test_staff_may_not_change_settings(visit: Any, path: str) -> None:  # P1
    assert visit(cast.sam()).open(path).status_code == 403


def test_another_agency_s_senders_and_auto_messages_do_not_exist(visit: Any) -> None:  # P1
    theirs = Sender.objects.filter(agency=cast.agency("lakeside")).first()
    assert theirs is not None
    ada = visit(cast.ada())
    assert ada.open(f"senders/{theirs.id}").status_code == 404
    assert ada.press(f"senders/{theirs.id}", **SMTP).status_code == 404
    assert ada.open(f"messaging/auto-messages/{theirs.id}/").status_code == 404
