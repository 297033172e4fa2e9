"""Sample templates: they say what research asks for, cost little, and read well whatever is known (A1, A2, M8)."""

import re

import pytest

from duenotice.lib.segments import segments
from duenotice.words.corrections import CORRECTION
from duenotice.words.merge_tags import TAGS, fill, unknown_tags
from duenotice.words.samples import COURT
from duenotice.words.samples_by_hand import BY_HAND

WORDS = [
    pytest.param(subject, body, id=f"{key}-{language}")
    for key, sample in {**COURT, **BY_HAND}.items()
    for language, (subject, body) in sample.words.items()
]
WORDS += [pytest.param(*words, id=f"correction-{language}") for language, words in CORRECTION.items()]
# Longest that a court will usually have, in letters that cost nothing.
TYPICAL = dict.fromkeys(TAGS, "Wednesday, December 23, 2026") | {
    "AgencyName": "Riverton County Court",
    "AgencyPhone": "202-555-0100",
    "ClientFirstName": "Guadalupe",
    "EventDateTime": "Wednesday, December 23, 2026, 10:30 AM EST",
    "LocationName": "Courtroom 12",
    "LocationAddress": "100 Court Street, Riverton",
    "CaseNumber": "C-2026-17",
}


@pytest.mark.parametrize(("subject", "body"), WORDS)
def test_a_sample_names_the_agency_first_and_only_tags_that_exist(subject: str, body: str) -> None:
    assert body.startswith("[AgencyName]:")
    assert unknown_tags(subject + body) == []


@pytest.mark.parametrize(("subject", "body"), WORDS)
def test_a_sample_costs_at_most_two_segments(subject: str, body: str) -> None:
    cost = segments(fill(body, TYPICAL))
    assert (cost.encoding, cost.parts <= 2) == ("GSM-7", True), fill(body, TYPICAL)


@pytest.mark.parametrize(("subject", "body"), WORDS)
def test_a_sample_reads_well_when_only_name_and_date_are_known(subject: str, body: str) -> None:
    said = fill(body, {tag: TYPICAL[tag] for tag in ("AgencyName", "ClientFirstName", "EventDate", "EventDateTime", "DateToday")})
    assert not re.search(r"  |\.\.|,,| [.,:]|[,:]$|: *\.|\[|%", said), said


def test_every_sample_speaks_english_and_spanish() -> None:
    assert all({"en", "es"} == set(sample.words) for sample in (*COURT.values(), *BY_HAND.values()))
