"""What is said on a call, as TwiML. Every word is escaped: no value of a merge tag can become a command."""

import re
from xml.sax.saxutils import escape, quoteattr

from duenotice.gateways.news import Spoken

# Twilio's names of languages, with a voice that speaks each.
VOICES = {"en": ("en-US", "Polly.Joanna"), "es": ("es-US", "Polly.Lupe"), "fr": ("fr-FR", "Polly.Lea"), "pt": ("pt-BR", "Polly.Camila")}
_WORDS = {
    "en": {
        "keys": "Press 1 to hear this again. Press 2 to confirm. Press 9 to stop calls and messages from us.",
        "hear": "This is {agency} with a message for you. Press 1 to hear it.",
        "machine": "This is {agency} with a message for you. Please call us at {phone}.",
        "confirmed": "Thank you. We noted that you confirm. Goodbye.",
        "stopped": "You will get no more calls or messages from {agency}. Your court dates have not changed. Goodbye.",
        "bye": "Goodbye.",
        "answer": "You have reached the reminder line of {agency}. Nobody answers calls here.",
        "call": "Please call {phone}.",
    },
    "es": {
        "keys": "Oprima 1 para oír esto otra vez. Oprima 2 para confirmar. Oprima 9 para no recibir más llamadas ni mensajes nuestros.",
        "hear": "Le habla {agency} con un mensaje para usted. Oprima 1 para oírlo.",
        "machine": "Le habla {agency} con un mensaje para usted. Por favor, llámenos al {phone}.",
        "confirmed": "Gracias. Anotamos su confirmación. Adiós.",
        "stopped": "No recibirá más llamadas ni mensajes de {agency}. Sus fechas en la corte no han cambiado. Adiós.",
        "bye": "Adiós.",
        "answer": "Se ha comunicado con la línea de recordatorios de {agency}. Aquí nadie contesta llamadas.",
        "call": "Por favor, llame al {phone}.",
    },
}
# A phone number as words have it: 202-555-0100, or (202) 555-0100.
_PHONE = re.compile(r"(?:\(\d{3}\) |\b\d{3}-)\d{3}-\d{4}\b")
# Runs of digits with letters or dashes, such as case numbers, are said sign by sign.
_SPELLED = re.compile(r"\b(?=[A-Z0-9-]*\d{3})(?=[A-Z0-9-]*[A-Z-])[A-Z0-9-]{5,}\b")


def message(spoken: Spoken, keys_url: str, answered_by: str) -> str:
    """The message to a person; to a machine, which anybody may listen to, only whom to call. What may be either, presses a key first."""
    if answered_by.startswith("machine") or answered_by == "fax":
        return _response(_say(spoken, _words(spoken, "machine" if spoken.phone else "bye")), "<Hangup/>")
    if answered_by not in ("human", ""):
        return _response(_gather(spoken, keys_url, _words(spoken, "hear")), _say(spoken, _words(spoken, "bye")))
    return whole(spoken, keys_url)


def whole(spoken: Spoken, keys_url: str) -> str:
    """The message itself, then what the keys do."""
    said = spell(spoken.body)
    return _response(_gather(spoken, keys_url, said, _words(spoken, "keys")), _say(spoken, _words(spoken, "bye")))


def closing(spoken: Spoken, word: str) -> str:
    """The last words after a key: confirmed, stopped or bye."""
    return _response(_say(spoken, _words(spoken, word)), "<Hangup/>")


def answering(spoken: Spoken, forward_to: str = "") -> str:
    """What somebody hears who calls the agency's phone; then the call goes on to a person, where there is one."""
    greeting = spell(spoken.body) or _words(spoken, "answer")
    if forward_to:
        return _response(_say(spoken, greeting if spoken.body else ""), f"<Dial>{escape(forward_to)}</Dial>")
    return _response(_say(spoken, greeting), _say(spoken, _words(spoken, "call") if spoken.phone else ""), "<Hangup/>")


def spell(text: str) -> str:
    """Phone numbers in groups; case numbers with a pause between their signs."""
    said = _PHONE.sub(lambda found: in_groups(found.group()), text)
    return _SPELLED.sub(lambda found: ", ".join(sign for sign in found.group() if sign != "-"), said)


def in_groups(phone: str) -> str:
    """A number as people say it, in any language: digit by digit, with a pause after each group and no plus."""
    return ", ".join(" ".join(group) for group in re.findall(r"\d+", phone))


def _words(spoken: Spoken, word: str) -> str:
    by_language = _WORDS.get(spoken.language[:2], _WORDS["en"])
    return by_language[word].format(agency=spoken.agency, phone=in_groups(spoken.phone))


def _say(spoken: Spoken, words: str) -> str:
    language, voice = VOICES.get(spoken.language[:2], VOICES["en"])
    return f'<Say language="{language}" voice="{voice}">{escape(words)}</Say>' if words else ""


def _gather(spoken: Spoken, url: str, *said: str) -> str:
    inside = '<Pause length="1"/>'.join(_say(spoken, words) for words in said)
    return f'<Gather numDigits="1" timeout="8" action={quoteattr(url)} method="POST">{inside}</Gather>'


def _response(*verbs: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{"".join(verbs)}</Response>'
