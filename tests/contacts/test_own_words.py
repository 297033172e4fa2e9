"""A person's own words in an inbound message: quotes, signatures and reactions are not theirs (O3)."""

import pytest

from duenotice.contacts.own_words import own_words


@pytest.mark.parametrize(
    ("received", "own"),
    [
        ("STOP\r\n\r\nSent from my iPhone", "STOP"),
        ("Alto\n\nEnviado desde mi iPhone", "Alto"),
        ("I will come.\n\n-- \nRosa\nSTOP", "I will come."),
        ("I will come.\n\nOn Mon, Nov 23, Riverton <court@example.org> wrote:\n> reply STOP", "I will come."),
        ("I will come.\n\nOn Mon, Nov 23, Riverton\n<court@example.org> wrote:\n\nReply STOP to opt out", "I will come."),
        ("El lun, Riverton escribió:\n> responda ALTO\n\nVoy a ir", "Voy a ir"),
        ("I will come\n\n-----Original Message-----\nFrom: court@example.org\nSTOP", "I will come"),
        ("I will come\n\nFrom: Riverton\nSent: Monday\nReply STOP", "I will come"),
        ("> reply STOP to opt out", ""),
        ("Liked “Riverton: reply STOP to opt out”", ""),
        ("Le gustó “Riverton: responda ALTO”", ""),
        ("stop\nby the courthouse", "stop by the courthouse"),
        ("My lawyer wrote:\ncome at nine", "My lawyer wrote: come at nine"),
    ],
)
def test_quotes_signatures_and_reactions_are_left_out(received: str, own: str) -> None:  # O3
    assert own_words(received) == own
