"""Confirmations of keywords (O3)."""

from itertools import product
from typing import get_args

import pytest

from duenotice.lib.segments import segments
from duenotice.words.merge_tags import unknown_tags
from duenotice.words.replies import WORDING, WORDING_VERSION, Kind, reply, wording_version

NAME = "Riverton County Superior Court"
PHONE = "(202) 555-0143"


@pytest.mark.parametrize(("kind", "language", "phone"), list(product(get_args(Kind), ["en", "es"], ["", PHONE, "+1 202-555-0143"])))
def test_every_answer_names_the_agency_in_one_plain_segment(kind: Kind, language: str, phone: str) -> None:  # O3
    words = reply(kind, language, NAME, phone, {})
    assert words.startswith(f"{NAME}: ")
    assert (segments(words).encoding, segments(words).parts) == ("GSM-7", 1)
    assert not unknown_tags(WORDING[kind][language])


@pytest.mark.parametrize(("language", "stands"), [("en", "court dates have NOT changed"), ("es", "fechas en la corte NO cambian")])
def test_the_answer_to_stop_says_that_the_court_date_still_stands(language: str, stands: str) -> None:  # O3
    assert stands in reply("stop", language, NAME, PHONE, {})


@pytest.mark.parametrize(("language", "stop"), [("en", "STOP"), ("es", "ALTO")])
def test_help_names_the_phone_and_how_to_stop(language: str, stop: str) -> None:  # O3
    words = reply("help", language, NAME, PHONE, {})
    assert PHONE in words
    assert stop in words
    assert reply("help", "en", NAME, "", {}).startswith(f"{NAME}: court dates and reminders. Msg")


def test_the_agencys_own_wording_comes_first_and_has_its_own_version() -> None:  # P2
    own = {"help": {"en": "Call [AgencyPhone].", "fr": " "}}
    assert reply("help", "en", NAME, PHONE, own) == f"Call {PHONE}."
    assert reply("help", "es", NAME, PHONE, own) == reply("help", "es", NAME, PHONE, {})
    assert reply("help", "fr", NAME, PHONE, own) == f"Call {PHONE}."
    assert reply("stop", "fr", NAME, PHONE, own) == reply("stop", "en", NAME, PHONE, {})
    assert wording_version("stop", "es", own) == WORDING_VERSION
    assert wording_version("help", "en", own).startswith("agency-")


def test_a_name_cannot_add_tags_to_the_answer() -> None:
    assert reply("stop", "en", "[AgencyPhone]", PHONE, {}).startswith("[AgencyPhone]: ")
