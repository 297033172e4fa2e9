"""Merge tags (M8)."""

import html
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duenotice.words.merge_tags import TAGS, fill, tags_in, unknown_tags

ROSA = {"ClientName": "Rosa Delgado", "ClientFirstName": "Rosa", "CaseNumber": "26-1044", "EventDate": "March 9"}
# Words and tags with single spaces between them.
TEMPLATES = st.lists(
    st.sampled_from(["Hello", "[ClientName]", "[JudgeName]", "[%Case:% CaseNumber]", "[%Room:% LocationName]", "bye"]), max_size=8
)


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("Hello [ClientFirstName], see you [EventDate].", "Hello Rosa, see you March 9."),
        ("[%Case:% CaseNumber] on [EventDate]", "Case: 26-1044 on March 9"),
        ("[%Case: %CaseNumber]", "Case: 26-1044"),
        ("Hello [AttorneyName], come.", "Hello, come."),
        ("See [JudgeName] on [EventDate]", "See on March 9"),
        ("[JudgeName] sits. [%Room:% LocationName] Come [JudgeName].", "sits. Come."),
        ("Come [JudgeName] [LocationName] [JudgeName] soon", "Come soon"),
        ("Come [JudgeName] [EventDate] [JudgeName]", "Come March 9"),
        ("Line\n[%Judge:% JudgeName]\nNext", "Line\nNext"),
        ("Line\r\n[%Judge:% JudgeName]\r\nNext", "Line\r\nNext"),
        ("Line\n\n[%Judge:% JudgeName]\n\nNext", "Line\n\nNext"),
        ("Two  spaces of [ClientFirstName]  stay", "Two  spaces of Rosa  stay"),
        ("[clientname] [Client Name] [1] [] [sic] [% CaseNumber]", "[clientname] [Client Name] [1] [] [sic] [% CaseNumber]"),
        ("[Nonsense] of [ClientFirstName]", "[Nonsense] of Rosa"),
        ("[[JudgeName]ClientName]", "[ClientName]"),
    ],
)
def test_a_tag_becomes_its_value_and_an_empty_one_leaves_no_trace(template: str, words: str) -> None:  # M8
    assert fill(template, ROSA) == words


def test_a_value_of_spaces_is_empty() -> None:
    assert fill("Hello [ClientName]!", {"ClientName": " \n"}) == "Hello!"


def test_no_value_can_start_a_tag_or_markup() -> None:  # M8
    values = {"ClientName": "[CaseNumber] [%x:% CaseNumber] <b>&", "CaseNumber": "26-1044"}
    assert fill("[ClientName]: [CaseNumber]", values) == "[CaseNumber] [%x:% CaseNumber] <b>&: 26-1044"
    assert fill("<p>[ClientName]</p>", values, escape=html.escape) == "<p>[CaseNumber] [%x:% CaseNumber] &lt;b&gt;&amp;</p>"
    assert fill("[[ClientName]CaseNumber]", {**values, "ClientName": "["}) == "[[CaseNumber]"


def test_tags_that_do_not_exist_are_named_once_in_order() -> None:  # M8
    text = "[Clientname] [ClientName] [%Judge:% Judge] [clientname] [Clientname]"
    assert unknown_tags(text) == ["Clientname", "Judge"]
    assert tags_in(text) == ["ClientName"]


def test_every_tag_of_the_product_exists() -> None:  # M8
    assert len(TAGS) == 21
    assert unknown_tags(" ".join(f"[{tag}]" for tag in TAGS)) == []


@given(st.text())
def test_text_without_brackets_stays_as_it_is(text: str) -> None:
    assert fill(text.replace("[", ""), ROSA) == text.replace("[", "")


@given(st.text(alphabet="[]%{}<>:ACaeglmnoty ", min_size=1))
def test_a_value_arrives_as_it_was_given(value: str) -> None:
    assert fill("x[ClientName]y", {"ClientName": value}) == f"x{value.strip()}y"


@given(TEMPLATES, st.booleans())
def test_what_vanished_leaves_no_double_space_and_none_at_the_ends(words: list[str], known: bool) -> None:
    filled = fill(" ".join(words), ROSA if known else {})
    assert filled == filled.strip()
    assert not re.search(r"  | [.,]", filled)


@pytest.mark.parametrize("text", ["[" * 50_000, "[%" * 50_000, "[%a" + " " * 50_000, "[A" * 50_000, "[JudgeName] " * 5_000])
def test_hostile_templates_take_no_time(text: str) -> None:
    began = time.perf_counter()
    fill(text, {})
    assert time.perf_counter() - began < 2
