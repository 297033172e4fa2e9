"""Clear wishes to get no more messages, in English and Spanish sentences, and what puts such a wish in doubt (O3).

All of these read text as `keywords.normalise` writes it, its clauses parted by " , ". No pattern repeats inside a repetition, so that
reading takes time in proportion to the text.
"""

import re
from dataclasses import dataclass
from typing import Literal

_MESSAGES = (
    r"(?:texts?|texting|txts?|txting|messages?|messaging|msgs?|calls?|calling|emails?|emailing|"
    r"reminders?|notifications?|notices?|alerts?|sms)"
)
_VERB = r"(?:text|txt|message|msg|call|email|contact|write|send|bother)"
_VERBING = r"(?:texting|txting|messaging|calling|emailing|contacting|writing|sending|bothering|harassing|spamming|annoying)"
_WANTED = (
    r"(?: (?:to|get|getting|be|being|keep|receive|receiving|miss|lose|"
    r"any|more|anymore|all|of|these|those|this|the|your|ur|you|u|court))"
)
_ME = r"(?:me|us|this (?:number|phone|cell|email|address)|my (?:number|phone|cell|email)|here|any ?more|again)"
_MENSAJES = r"(?:mensajes?|textos?|llamadas?|correos?|avisos?|recordatorios?|notificaciones)"
_MANDE = (
    r"(?:mand(?:e|en|es)|envi(?:e|en|es)|escrib(?:a|an|as)|text(?:ee|een|ees)|llam(?:e|en|es)|contact(?:e|en|es)|"
    r"molest(?:e|en|es)|mensaje(?:e|en|es))"
)
_MANDAR = r"(?:escribir|mandar|enviar|llamar|textear|molestar|contactar|mensajear)(?:me|nos|le|les)?"

ENGLISH = [
    rf"(?:stop|quit) {_VERBING}",
    rf"(?:stop|cancel|end) (?:(?:all|these|those|the|this|your|ur|my|any|getting|receiving|with) ){{0,4}}{_MESSAGES}",
    rf"(?:do not|dont|never) (?:ever |please )?{_VERB}(?: any| more| these| those| to){{0,3}} (?:{_ME}|{_MESSAGES}|anything)",
    rf"(?:do not|dont|never) (?:ever )?{_VERB}$",
    rf"(?:do not|dont|no longer) (?:want|wish){_WANTED}{{0,5}} (?<! to )(?:{_MESSAGES}|texted|contacted|messaged|called)",
    rf"no more (?:of )?(?:these |those |your )?{_MESSAGES}|^no more(?: please)?$",
    rf"discontinue (?:all |these |those |the |your ){{0,2}}{_MESSAGES}|cease and desist",
    r"(?:want|need) (?:you|u|this|it|these|them) to stop$",
    r"(?:want|wish|need|would like|id like|choose) to (?:opt out|unsubscribe|be removed|be taken off)",
    r"opt (?:me|us) out|^(?:please )?opt out",
    r"unsubscribe (?:me|us|from|this|my)",
    r"take (?:me|us|my (?:number|phone|cell|email|name)(?: number)?) off",
    r"(?:remove|delete|erase) (?:me|us|this (?:number|phone|cell|email)|my (?:number|phone|cell|email|contact|info))",
    r"lose my number|leave (?:me|us) alone",
]
SPANISH = [
    rf"no (?:me|nos) (?:vuelvan? a )?(?:{_MANDE}|{_MANDAR})",
    rf"no {_MANDE} mas",
    rf"(?:deja|deje|dejen|dejar|para|pare|paren|parar) de {_MANDAR}",
    rf"no (?:quiero|deseo|queremos)(?: \w+){{0,3}}? {_MENSAJES}",
    rf"no mas {_MENSAJES}|^(?:ya )?no quiero mas$",
    r"(?:quit|sac|borr|elimin)(?:e|en|a)(?:me)? (?:mi|de la lista|de su lista|de esta lista)|saquenme|quitenme",
    r"d[ae]n?me de baja|(?:quiero|deseo) dar(?:me)? de baja",
    r"dejen?me en paz|dejame en paz",
]
# The person is somebody else than the client: nothing more may go to them.
WRONG_NUMBER = {
    "en": r"wrong (?:number|phone|cell|person|email|guy|lady)|not the (?:right|correct) (?:number|person)|"
    r"this (?:is not|isnt|aint) (?!a |the )(?:\w+ ){1,2}(?:number|phone|cell)|"
    r"(?:number|phone|cell) no longer belongs to (?!me\b)",
    "es": r"(?:numero|telefono|persona|correo) equivocad[oa]|equivoc\w+ de (?:numero|persona|telefono)|"
    r"este no es el (?:numero|telefono) de",
}

# Beside a wish, in the words before it …
_TURNED = re.compile(
    r"\b(?:not|dont|never|cant|cannot|wont|didnt|doesnt|shouldnt|couldnt|why|when|if|did|unless|until|till|before|after|without|nunca)"
    r"(?: \w+)?$|^(?:why|when|if|unless|did|does|do you|do i)\b|\b(?:reply|text|send|type|press|says?) stop\b[^,]*$|"
    r"\b(?:dont|do not|didnt|never) (?:want|need|ask|tell|mean|like)(?:ed)?(?: \w+){0,3}$"
)
_TURNED_SPANISH = re.compile(r"\bno(?: \w+)?$|\b(?:si|cuando|por que|para que|porque)(?: \w+)?$")
# … a person who does it, so that it is told and not asked for …
_SUBJECT = re.compile(r"(?<!how do )(?<!how can )\b(?:i|we|they|he|she)$")
_SUBJECT_OF_NOT = re.compile(r"(?<!told )(?<!asked )\b(?:you|u)$")
# … or a limit to it in the words after.
_LIMITED = re.compile(
    r"\b(?:instead|back|unless|until|till|before|after|while|during|between|at (?:work|night|home|school)|"
    r"on (?:weekends|sundays?|saturdays?)|so (?:early|late|much|often)|(?:call|text|email|mail|write) (?:me|my)|"
    r"llamen?me|escribanme|despues|antes|hasta|durante|en (?:el trabajo|la noche)|mejor|tan(?:to|tos|tas)?)\b"
)
# "Take me off the docket" is a wish about the case, unless the sentence speaks of messages too.
_CASE = re.compile(
    r"\b(?:jury|docket|calendar|case|hearing|court|trial|probation|program|"
    r"appointment|warrant|caso|corte|audiencia|cita|jurado)\b"
)
_RATHER_MESSAGES = re.compile(rf"\b(?:{_MESSAGES}|{_MENSAJES}|list|lista|{_VERBING})\b")
# "I gave you the wrong number": the client's own.
_MINE = re.compile(
    r"\b(?:i|we) (?:\w+ )?(?:gave|have|had|got|called|dialed|texted|put|wrote|entered|used)\b|\bdid i\b|\bis (?:this|it)\b|\bif\b|"
    r"\b(?:my|the) (?:lawyer|attorney|clerk|court|po|officer)\b|\b(?:tengo|di|puse|marque)\b"
)

AMBIGUOUS = re.compile(
    r"\b(?:stop|unsubscribe|cancel|discontinue|quit|end|revoke|remove|opt out|optout|opting out|"
    r"alto|parar|detener|cancelar|no mas|dar(?:me)? de baja)\b"
)
# From a person who is opted out.
RESUMING = re.compile(r"\b(?:start|resume|resubscribe|unstop|opt (?:me )?(?:back )?in|sign me up|text me|volver a recibir)\b")

_COURTESY = r"please|pls|plz|plese|thanks|thank you|thankyou|thx|ty|por favor|porfavor|porfa|gracias"
POLITE = re.compile(rf"\b(?:{_COURTESY})\b")
STOP_FILLERS = re.compile(
    rf"\b(?:{_COURTESY}|yes|now|just|already|it|this|that|ok|okay|"
    r"hi|hello|sir|maam|asap|immediately|right away|i said|ya|can you|could you|would you)\b"
)


@dataclass(frozen=True)
class Wish:
    """A wish to get no more messages; not `clear` where the words beside it turn or limit it."""

    words: str
    language: Literal["en", "es"]
    clear: bool
    wrong_number: bool = False


_ENGLISH = re.compile(rf"\b(?:{'|'.join(ENGLISH)})\b")
_SPANISH = re.compile(rf"\b(?:{'|'.join(SPANISH)})\b")
_WANTS = re.compile(r"\b(?:want|wish|need|like|choose)\b")
_TELLS = re.compile(r"\b(?:do not|dont|never)\b")
_LOSES = re.compile(r"\b(?:stop|miss|lose|cancel|end)\b")
_WRONG = {language: re.compile(rf"\b(?:{pattern})\b") for language, pattern in WRONG_NUMBER.items()}


def wish_in(sentence: str) -> Wish | None:
    """The wish that one normalised sentence holds, its clauses parted by " , ". A clear one is taken before a doubtful one."""
    wishes = [
        *(Wish(found[0], "en", not _MINE.search(sentence), wrong_number=True) for found in _WRONG["en"].finditer(sentence)),
        *(Wish(found[0], "es", not _MINE.search(sentence), wrong_number=True) for found in _WRONG["es"].finditer(sentence)),
        *(Wish(found[0], "en", _clear_english(sentence, found)) for found in _ENGLISH.finditer(sentence)),
        *(Wish(found[0], "es", _clear_spanish(sentence, found)) for found in _SPANISH.finditer(sentence)),
    ]
    return max(wishes, key=lambda wish: wish.clear, default=None)


def _clear_english(sentence: str, found: re.Match[str]) -> bool:
    before = _clause_before(sentence, found)
    if _TURNED.search(before) or _about_the_case_or_limited(sentence, found):
        return False
    if _WANTS.search(found[0]):
        return not _LOSES.search(found[0].removesuffix("to stop"))
    return not (_SUBJECT.search(before) or (_TELLS.match(found[0]) and _SUBJECT_OF_NOT.search(before)))


def _clear_spanish(sentence: str, found: re.Match[str]) -> bool:
    return not (_TURNED_SPANISH.search(_clause_before(sentence, found)) or _about_the_case_or_limited(sentence, found))


def _clause_before(sentence: str, found: re.Match[str]) -> str:
    return sentence[: found.start()].rpartition(",")[2].strip()


def _about_the_case_or_limited(sentence: str, found: re.Match[str]) -> bool:
    if _LIMITED.search(sentence, found.end()):
        return True
    return bool(_CASE.search(sentence, found.end())) and not _RATHER_MESSAGES.search(sentence)
