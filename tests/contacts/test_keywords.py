"""What a person's message asks for (O3)."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duenotice.contacts.keywords import HELP, START, STOP, WORDS, Reading, classify, normalise

EXACT = [
    *("STOP", "Stop.", "stop!!!", "ＳＴＯＰ", "S\u200bTOP", "\ufeffstop", "s t o p", "S.T.O.P.", "STOP 🛑", "StopAll", "stop all", "Stop?"),
    *("unsubscribe", "Cancel", "END", "quit", "revoke", "optout", "Opt-Out", "opt out", "remove", "ALTO", "¡Alto!", "parar", "detener"),
    *("dar de baja", "salir", "cancelar", "No más", "no mas.", "arrêt", "ARRÊTER", "pare", "sair", "стоп", "退订", "dừng lại"),
    *("STOP\n\nSent from my iPhone", "STOP\nRosa Delgado", "Cancel\n\nRosa Delgado", "STOP\n\nOn Monday the court wrote:\n> Reply HELP"),
]
CLEAR = [
    *("🛑", "🛑🛑", "stop please", "PLEASE STOP", "stop stop stop", "No. Stop.", "stop it", "just stop already", "stop\nthank you"),
    *("please stop texting me", "No, stop texting me", "Can you please stop texting me?", "quit calling me", "stop sending me these"),
    *("I don't live there anymore stop texting me", "how do i stop these texts", "cancel these texts", "Do not contact this number again"),
    *("Don't text me", "I told you don't text me", "never text me again", "no more texts", "no more please", "Yes, stop"),
    *(
        "remove this number",
        "Dont send anything else",
        "I need you to stop",
        "I would like to opt out",
        "please discontinue these messages",
        "No quiero más",
    ),
    *(
        "I don't want to get any more messages",
        "I dont want these texts",
        "take me off this list",
        "I want to opt out",
        "unsubscribe me",
        "leave me alone",
    ),
    *("remove my number", "lose my number", "Deje de escribirme", "no me manden más mensajes", "no me mande mas", "no me escriba"),
    *("Ya no quiero recibir mensajes", "alto por favor", "basta ya", "déjenme en paz", "para de mandarme mensajes", "deme de baja"),
]
WRONG_NUMBER = [
    "wrong number",
    "Sorry, you have the wrong number",
    "This is not Rosa's number",
    "this number no longer belongs to him",
    "Este no es el número de Carlos",
    "número equivocado",
    "se equivocó de número",
]
UNCLEAR = [
    *("Stop by the courthouse?", "stop\nby the courthouse", "I can't stop by", "i want to stop by the office", "at the end of the hall?"),
    *("don't stop texting me", "please do not stop", "no stop", "Please don't stop the reminders", "I don't want you to stop texting me"),
    *("why did you stop texting me?", "when do the texts stop", "can I cancel my court date?", "cancel my court date", "please cancel"),
    *("Cancel\nMy court date", "I need to cancel", "I quit my job", "don't text me, call me", "stop texting me after 8pm"),
    *("You don't text me anymore", "I gave you the wrong number, mine is 202 555 0143", "I want to opt out of jury duty"),
    *("take me off the docket", "remove me from the case", "Reply STOP to opt out", "It says reply STOP to stop texts"),
    *("no deje de escribirme", "por favor no dejen de mandarme", "quiero cancelar mi cita", "deje de llamarme después de las 8"),
    *("I don't want to miss any messages", "Don't call me at work", "Never mind, don't call me back", "Stop the case"),
    *("Please don't take me off", "If I reply STOP will my court date be cancelled?", "END of message", "Cancel my subscription"),
]
NOTHING = [
    *("", "ok", "no", "no thanks", "help me", "I will be there", "I do not have a ride", "👍", "Voy para la corte", "I never got a text"),
    *("I will come\n\nOn Monday the court wrote:\n> reply STOP to opt out", "Liked “Riverton: reply STOP to opt out”", "> reply STOP"),
    *("stopwatch", "weekend", "antistop", "I don't know this judge", "don't call 911", "I don't want to call", "weekend plans"),
]


def read(text: str, *, opted_out: bool = False) -> Reading:
    return classify(text, opted_out=opted_out)


@pytest.mark.parametrize("text", EXACT)
def test_a_known_word_alone_opts_out_at_once(text: str) -> None:  # O3
    assert (read(text).kind, read(text).certain) == ("stop", True)


@pytest.mark.parametrize("text", CLEAR)
def test_a_clear_wish_opts_out_and_is_flagged(text: str) -> None:  # O3
    assert (read(text).kind, read(text).certain, read(text).wrong_number) == ("stop", False, False)


@pytest.mark.parametrize("text", WRONG_NUMBER)
def test_a_wrong_number_opts_out_and_says_so(text: str) -> None:  # O3
    assert (read(text).kind, read(text).certain, read(text).wrong_number) == ("stop", False, True)


@pytest.mark.parametrize("text", UNCLEAR)
def test_an_unclear_wish_changes_nothing_and_goes_to_staff(text: str) -> None:  # O3
    assert (read(text).kind, read(text).certain) == ("unclear", False)


@pytest.mark.parametrize("text", NOTHING)
def test_an_ordinary_message_asks_for_nothing(text: str) -> None:  # O3
    assert read(text).kind == "none"


@pytest.mark.parametrize(
    ("text", "kind", "certain", "language"),
    [
        *[(text, "start", True, "en") for text in ("START", "unstop.", "Opt in", "START\n\nSent from my iPhone")],
        ("iniciar", "start", True, "es"),
        ("start please", "start", False, "en"),
        *[(text, "help", True, "en") for text in ("HELP", "Help!", "info", "HELP\n\nRosa")],
        ("AYUDA", "help", True, "es"),
        ("help please", "help", False, "en"),
        ("aide", "help", True, None),
    ],
)
def test_start_and_help_are_words_of_their_own(text: str, kind: str, certain: bool, language: str | None) -> None:  # O3
    for opted_out in (False, True):
        reading = classify(text, opted_out=opted_out)
        assert (reading.kind, reading.certain, reading.language) == (kind, certain, language)


@pytest.mark.parametrize("text", ["YES", "yes.", "Sí", "SI!"])
def test_yes_opts_in_only_where_opted_out_with_no_question_open(text: str) -> None:  # O3
    assert classify(text, opted_out=True).kind == "yes"
    assert classify(text, opted_out=True, open_question=True).kind == "none"
    assert classify(text, opted_out=False).kind == "none"
    assert classify(f"{text} I will be there", opted_out=True).kind == "none"


def test_a_wish_to_start_again_in_a_sentence_goes_to_staff() -> None:  # O3
    assert read("please start texting me again", opted_out=True).kind == "unclear"
    assert read("please start texting me again").kind == "none"


@pytest.mark.parametrize(("text", "language"), [("stop", "en"), ("alto", "es"), ("cancelar", "es"), ("arret", None), ("no me llame", "es")])
def test_the_language_is_the_words_own(text: str, language: str | None) -> None:  # O3
    assert read(text).language == language


def test_an_agencys_own_words_count_and_cannot_change_ours() -> None:  # P2
    own = {"stop_words": ["No Mames!", "help", " "], "start_words": ["back", "stop"], "help_words": ["2"]}
    asked = {text: classify(text, opted_out=False, **own) for text in ("no mames", "BACK.", "2", "stop", "help", "")}
    assert [reading.kind for reading in asked.values()] == ["stop", "start", "help", "stop", "help", "none"]
    assert asked["no mames"].certain


def test_no_word_means_two_things() -> None:
    listed = [normalise(word) for lists in (STOP, START, HELP) for words in lists.values() for word in words.split(",")]
    assert sorted(listed) == sorted(set(listed))
    assert {word for word in listed if WORDS[word][0] == "none"} == set()


@given(
    st.sampled_from([word.strip() for words in STOP.values() for word in words.split(",")]),
    st.text(alphabet=" .!,;*'\"\u200b\u202a🙏-—", max_size=30),
    st.text(alphabet=" .!,;*'\"\n\u200b\u202c🙏", max_size=30),
    st.sampled_from([str, str.upper, str.title]),
)
def test_nothing_around_a_known_word_hides_it(word: str, before: str, after: str, case: type[str]) -> None:  # O3
    assert read(before + case(word) + after).kind == "stop"


@given(st.text(), st.booleans())
def test_no_other_text_opts_in(text: str, opted_out: bool) -> None:
    reading = read(text, opted_out=opted_out)
    assert reading.kind not in {"start", "yes"} or reading.word in WORDS


@pytest.mark.parametrize(
    "piece",
    ["stop ", "a", "dont want ", "> ", "\n", "do not ", "this is not ", "ﷺ", "no quiero ", " ", "stop,", "stop? ", "On \n", "From: a\n"],
)
def test_ten_thousand_characters_are_read_at_once(piece: str) -> None:
    began = time.perf_counter()
    read((piece * 10_000)[:20_000], opted_out=True)
    assert time.perf_counter() - began < 2
