"""What lookups found, in words: the names of facts, their values, and why a provider gave no answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from duenotice.contacts.networks import NotALink, as_link, network_name, network_of
from duenotice.lookups.models import Answer, Status
from duenotice.lookups.protocol import LINE, REVERSE, SOCIAL
from duenotice.lookups.providers import sample
from duenotice.lookups.registry import OFFLINE, PROVIDERS
from duenotice.lookups.saving import savable
from duenotice.web.templatetags.duenotice import phone
from duenotice.words.dates import in_words

OPTIONS: list[tuple[str, str | Promise]] = [
    (LINE, gettext_lazy("Carrier and line type")),
    (REVERSE, gettext_lazy("Reverse: whose it is")),
    (SOCIAL, gettext_lazy("Social Media Profiles")),
]
FACTS: dict[str, str | Promise] = {
    "valid": gettext_lazy("Valid"),
    "national": gettext_lazy("Number"),
    "location": gettext_lazy("Region"),
    "time_zones": gettext_lazy("Time zone"),
    "line_type": gettext_lazy("Line type"),
    "carrier": gettext_lazy("Carrier"),
    "prepaid": gettext_lazy("Prepaid"),
    "reassigned": gettext_lazy("Now somebody else's"),
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("Email address"),
    "phone": gettext_lazy("Phone number"),
    "profile": gettext_lazy("Social profile"),
    "profiles": gettext_lazy("Social profiles"),
    "domain": gettext_lazy("Domain"),
    "typo": gettext_lazy("Perhaps meant"),
    "disposable": gettext_lazy("Disposable"),
    "role": gettext_lazy("Read by several people"),
    "free": gettext_lazy("Free mail provider"),
    "mailbox": gettext_lazy("Does the mailbox exist?"),
    "last_delivered": gettext_lazy("Last delivered by us"),
    "last_failed": gettext_lazy("Last failed"),
    "last_heard": gettext_lazy("Last heard from"),
}
VALUES: dict[str, str | Promise] = {
    "yes": gettext_lazy("yes"),
    "no": gettext_lazy("no"),
    "unknown": pgettext_lazy("lookup", "unknown"),
    "either": gettext_lazy("unknown (landline or mobile)"),
    "landline": gettext_lazy("landline"),
    "mobile": gettext_lazy("mobile"),
    "voip": gettext_lazy("internet phone"),
    "toll_free": gettext_lazy("toll-free"),
    "premium": gettext_lazy("premium rate"),
    "pager": gettext_lazy("pager"),
    "shared": gettext_lazy("a company's shared number"),
    "personal": gettext_lazy("personal number"),
    "voicemail": gettext_lazy("voicemail only"),
}
# Of these alone is the value one of our codes.
CODED = frozenset({"valid", "line_type", "prepaid", "reassigned", "disposable", "role", "free", "mailbox", "profiles"})
DATES = frozenset({"last_delivered", "last_failed", "last_heard"})
CODES: dict[str, str | Promise] = {
    "time_out": gettext_lazy("It took too long to answer. Try again later."),
    "no_connection": gettext_lazy("It could not be reached. Try again later."),
    "not_public": gettext_lazy("Its address is inside a private network, which is not allowed here."),
    "broken_off": gettext_lazy("The connection broke off before its whole answer came. Try again later."),
    "resting": gettext_lazy("It failed several times in a row, so it is left alone for a while. Try again in a few minutes."),
    "too_long": gettext_lazy("Its answer was too long to be one, so nothing of it was read."),
    "not_json": gettext_lazy("It answered with something else than data, a web page perhaps. Try again later."),
    "odd": gettext_lazy("Its answer could not be understood."),
    "credentials": gettext_lazy(
        "It did not accept your agency's credentials. An administrator can change them under Admin, Lookup providers."
    ),
    "credit": gettext_lazy("Your agency's account there has no credit left."),
    "too_many": gettext_lazy("It was asked too often. Try again in a few minutes."),
    "refused": gettext_lazy("It refused the question."),
    "down": gettext_lazy("It has a fault of its own. Try again later."),
    "switched_off": gettext_lazy("It was switched off meanwhile."),
    "cap": gettext_lazy("Your agency's limit of questions for today is reached. Try again tomorrow."),
    "invalid": gettext_lazy("Nobody is asked about an address that cannot exist."),
    "protected": gettext_lazy("Nobody is asked about clients of this type, so that nobody learns whom the court looks for."),
}
# After this long an answer is no longer waited for: its job was cancelled, or no runner runs.
PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True)
class FactWords:
    """One fact as the page shows it; `place` is its place in the answer, `save` what the button would do, none where it can do nothing."""

    place: int
    term: str
    value: str
    link: str = ""
    sure: str = ""
    savable: bool = False
    save: str = ""


@dataclass(frozen=True)
class AnswerWords:
    """One provider's answer. `advice` says why there are no facts."""

    answer: Answer
    name: str
    facts: list[FactWords]
    advice: str
    sample: bool
    age: str


def provider_name(key: str) -> str:
    if key == OFFLINE:
        return _("What we know ourselves")
    return _("Sample directory") if key == sample.KEY else PROVIDERS[key].name if key in PROVIDERS else key


def told(answer: Answer, now: datetime) -> AnswerWords:
    """An answer in words."""
    facts = [_fact(place, fact) for place, fact in enumerate(answer.facts)]
    advice = str(CODES.get(answer.code, answer.code))
    if answer.status == Status.WAITING and not is_awaited(answer, now):
        advice = _("No answer came. Look it up again.")
    if answer.status == Status.MISS:
        advice = _("It knows nothing of this address. That does not mean that there is nothing to know.")
    return AnswerWords(answer, provider_name(answer.provider), facts, advice, answer.provider == sample.KEY, _age(answer, now))


def is_awaited(answer: Answer, now: datetime) -> bool:
    return answer.status == Status.WAITING and now - answer.created_at <= PATIENCE


def _fact(place: int, fact: dict[str, Any]) -> FactWords:
    name, value = str(fact["name"]), str(fact["value"])
    words, link = _value(name, value), ""
    if name == "profile":
        try:
            link = as_link(value)
            words = network_name(network_of(link), link)
        except NotALink:
            return FactWords(place, str(FACTS[name]), value)
    # A place on the provider's own scale, not a probability: People Data Labs' is logarithmic.
    sure = _("sureness %(tenths)d of 10") % {"tenths": round(fact["sure"] * 10)} if fact.get("sure") is not None else ""
    return FactWords(place, str(FACTS.get(name, name)), words, link, sure, savable(fact), _save(fact))


def _value(name: str, value: str) -> str:
    if value == "unknown" or name in CODED:
        return str(VALUES.get(value, value))
    if name in DATES:
        return in_words(datetime.fromisoformat(value).date(), "M j, Y")
    return phone(value) if name == "phone" and value.startswith("+") else value


def _save(fact: dict[str, Any]) -> str:
    if not savable(fact):
        return ""
    return _("Sets the channel to voice") if fact["name"] == "line_type" else ""


def _age(answer: Answer, now: datetime) -> str:
    """How old an answer is that was taken from an earlier lookup."""
    if not answer.cached or answer.asked_at is None:
        return ""
    days = (now - answer.asked_at).days
    return _("From an earlier lookup, %(days)d days ago.") % {"days": days} if days else _("From an earlier lookup, less than a day ago.")


def option_names(options: list[str]) -> str:
    return capfirst(", ".join(str(label) for key, label in OPTIONS if key in options))
