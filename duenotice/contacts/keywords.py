"""Does a person's message ask to stop, to start again or for help? (O3)

Whole messages of one known word count at once. A clear wish in a sentence counts as STOP and is not certain, so that staff see it. A word
of that kind in any other sentence ("can I cancel my court date?") changes nothing and goes to staff. Sources: 47 CFR 64.1200(a)(10), and
the lists of CTIA, Twilio, Telnyx, AWS and Sinch; for Spanish, also the rule for short codes.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from duenotice.contacts.keyword_phrases import AMBIGUOUS, POLITE, RESUMING, STOP_FILLERS, Wish, wish_in
from duenotice.contacts.own_words import own_words

Kind = Literal["stop", "start", "help", "yes", "unclear", "none"]
Language = Literal["en", "es"]

# By language; "other" is any language that we do not answer in. Written as they are after `normalise`, separated by commas.
STOP = {
    "en": "stop, stopall, stop all, unsubscribe, unsuscribe, unsubcribe, cancel, end, quit, revoke, optout, opt out, remove",
    "es": "alto, parar, pare, paren, detener, detenga, basta, baja, dar de baja, darme de baja, salir, cancelar, no mas",
    "other": "arret, arreter, desabonner, sair, cancele, stopp, sispann, itigil, dung lai, huy, стоп, 停止, 退订, 退訂, 중지, توقف",
}
START = {
    "en": "start, unstop, optin, opt in, subscribe, resubscribe, resume",
    "es": "iniciar, comenzar, empezar, volver, recibir, reanudar, alta",
    "other": "demarrer, commencer, voltar, receber",
}
HELP = {"en": "help, info", "es": "ayuda, informacion", "other": "aide, ajuda, помощь, 帮助, 幫助"}
YES = {"en": "yes", "es": "si"}

# Words that also mean something else: alone they count, with "please" or inside a message they may mean a hearing.
DOUBTFUL = frozenset({"cancel", "end", "quit", "remove", "revoke", "baja", "salir", "cancelar", "pare", "cancele", "sair", "huy"})
# A stop sign and nothing else is a wish that a reasonable person understands; staff see it, because it is no word.
STOP_SIGN = "🛑"


@dataclass(frozen=True)
class Reading:
    """What a message asks for.

    `certain` means an exact word; staff should see the others. `language` is the word's, where we answer in it. `wrong_number` says that
    the person is not the client. `word` is what was understood, as `normalise` writes it.
    """

    kind: Kind
    language: Language | None = None
    certain: bool = False
    wrong_number: bool = False
    word: str = ""


def normalise(text: str) -> str:
    """`text` in lower case without accents, punctuation, symbols and invisible characters, its words one space apart.

    Apostrophes vanish, so that "don't" is "dont"; other punctuation parts words. Letters spelled one by one are one word.
    """
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    words = "".join(map(_plain, folded)).split()
    if len(words) > 1 and all(len(word) == 1 and word.isascii() for word in words):
        return "".join(words)
    return unicodedata.normalize("NFC", " ".join(words))


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf"} or character in "'’`´ʼ":
        return ""
    return character if category[0] in "LMN" else " "


def _table() -> dict[str, tuple[Kind, Language | None]]:
    languages: dict[str, Language | None] = {"en": "en", "es": "es", "other": None}
    kinds: list[tuple[Kind, dict[str, str]]] = [("stop", STOP), ("start", START), ("help", HELP), ("yes", YES)]
    return {
        normalise(word): (kind, languages[language])
        for kind, lists in kinds
        for language, words in reversed(lists.items())
        for word in words.split(",")
    }


WORDS = _table()
YES_WORDS = frozenset(word for word, (kind, _language) in WORDS.items() if kind == "yes")
_Words = dict[str, tuple[Kind, Language | None]]


def classify(
    text: str,
    *,
    opted_out: bool,
    open_question: bool = False,
    stop_words: Iterable[str] = (),
    start_words: Iterable[str] = (),
    help_words: Iterable[str] = (),
) -> Reading:
    """What an inbound text or email asks for. The last three are the agency's own words; ours keep their meaning.

    "yes" opts in, and is only read in an address that is opted out with no question open; otherwise YES is an answer like any other.
    "unclear" changes nothing and is for staff. "none" is an ordinary message.
    """
    written = own_words(text)
    words = {**_own("stop", stop_words), **_own("start", start_words), **_own("help", help_words), **WORDS}
    if written and not written.strip(f"{STOP_SIGN}\ufe0f \n"):
        return Reading("stop", word=STOP_SIGN)
    reading = _exact(written, words) or _polite(written, words) or _wish(written)
    if reading and reading.kind == "yes" and (open_question or not opted_out):
        return Reading("none", reading.language, word=reading.word)
    if reading:
        return reading
    plain = normalise(written[:2_000])
    doubt = AMBIGUOUS.search(plain) or (RESUMING.search(plain) if opted_out else None)
    return Reading("unclear", word=doubt[0]) if doubt else Reading("none")


def _own(kind: Kind, words: Iterable[str]) -> _Words:
    return {plain: (kind, None) for plain in map(normalise, words) if plain}


def _exact(written: str, words: _Words) -> Reading | None:
    """A known word as the whole message, or as its first line: before an empty line, or alone on its line where it cannot be doubted."""
    first, _, rest = written.partition("\n")
    for candidate in dict.fromkeys((written, first)):
        word = normalise(candidate)
        kind, language = words.get(word, ("none", None))
        whole = candidate == written
        if kind == "none" or (kind == "yes" and not whole) or (word in DOUBTFUL and not whole and not rest.startswith("\n")):
            continue
        return Reading(kind, language, certain=True, word=word)
    return None


def _polite(written: str, words: _Words) -> Reading | None:
    """A known word with nothing but courtesy around it, as the whole message or, for STOP, as one of its sentences."""
    word = " ".join(POLITE.sub(" ", normalise(written)).split())
    kind, language = words.get(word, ("none", None))
    if kind in {"start", "help", "yes"}:
        return Reading(kind, language, word=word)
    for sentence in _sentences(written):
        plain = STOP_FILLERS.sub(" ", normalise(sentence))
        # "stop stop STOP" is one word.
        word = " ".join(dict.fromkeys(plain.split()))
        kind, language = words.get(word, ("none", None))
        if kind == "stop" and word not in DOUBTFUL and not sentence.endswith("?"):
            return Reading("stop", language, word=word)
    return None


def _wish(written: str) -> Reading | None:
    """The first clear wish in a sentence; else, the first that something beside it puts in doubt."""
    doubt: Wish | None = None
    for sentence in _sentences(written[:2_000]):
        # Clauses stay apart: "No, stop texting me" is no negation.
        wish = wish_in(" , ".join(filter(None, map(normalise, re.split("[,:;()–—]| - ", sentence)))))
        if wish and wish.clear:
            return Reading("stop", wish.language, wrong_number=wish.wrong_number, word=wish.words)
        doubt = doubt or wish
    return Reading("unclear", word=doubt.words) if doubt else None


def _sentences(written: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=[.!?…])\s+|\n+", written) if sentence]
