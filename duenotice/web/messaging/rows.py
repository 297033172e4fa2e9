"""Auto messages as the list shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from duenotice.flows.models import AutoMessage
from duenotice.web.languages import language_name
from duenotice.web.messaging.words_form import FIRST, Words, body_for_reader, words_of


@dataclass(frozen=True)
class Row:
    """`missing` are the languages that others have words in and this one has not."""

    auto_message: AutoMessage
    body: str
    languages: list[str]
    missing: list[str]


def rows(auto_messages: Sequence[AutoMessage]) -> list[Row]:
    """As many rows; a language counts as missing where the agency writes in it at all, Spanish always."""
    words = [words_of(one.template) for one in auto_messages]
    spoken = list(dict.fromkeys([*FIRST, *(code for one in words for code in one)]))
    return [_row(one, said, spoken) for one, said in zip(auto_messages, words, strict=True)]


def _row(auto_message: AutoMessage, said: Words, spoken: Sequence[str]) -> Row:
    languages, missing = [language_name(code) for code in said], [language_name(code) for code in spoken if code not in said]
    return Row(auto_message, body_for_reader(said), languages, missing)
