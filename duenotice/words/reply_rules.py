"""What an agency's own wording of a confirmation must hold, and what it should say (O3; CTIA; rules of the carriers)."""

import re

from django.utils.translation import gettext as _

from duenotice.words.merge_tags import tags_in, unknown_tags
from duenotice.words.replies import Kind

LONGEST = 320
# Others have no value when a confirmation goes out.
TAGS = ("AgencyName", "AgencyPhone")
# Part, by what its absence is found.
_PARTS: dict[Kind, list[tuple[str, re.Pattern[str]]]] = {
    "stop": [("court", re.compile(r"court|corte|tribunal|juzgado", re.I)), ("start", re.compile(r"\bSTART\b"))],
    "start": [("help", re.compile(r"\b(HELP|AYUDA)\b")), ("stop", re.compile(r"\b(STOP|ALTO)\b"))],
    "help": [("stop", re.compile(r"\b(STOP|ALTO)\b"))],
}


class BadReply(Exception):
    """A wording that cannot be used, with words that say why."""


def check_reply(words: str) -> None:
    """Raises BadReply for one that is too long or has a tag that a confirmation cannot fill."""
    if len(words) > LONGEST:
        raise BadReply(_("A reply has at most %(most)d characters; this one has %(length)d.") % {"most": LONGEST, "length": len(words)})
    for tag in [*unknown_tags(words), *(tag for tag in tags_in(words) if tag not in TAGS)]:
        raise BadReply(_("The tag [%(tag)s] cannot be used in a reply. These can: [AgencyName], [AgencyPhone].") % {"tag": tag})


def advice(kind: Kind, words: str) -> list[str]:
    """What a wording should say and does not; an empty one uses ours, which says it all."""
    if not words.strip():
        return []
    told = {
        "court": _(
            "It does not say that the person's court dates still stand. People who stop messages may think that their hearing is off."
        ),
        "start": _("It does not say that START brings the messages back."),
        "help": _("It does not name HELP, which carriers ask for."),
        "stop": _("It does not name STOP, which carriers ask for."),
        "name": _("It does not name your agency: [AgencyName]."),
    }
    missing = [part for part, sign in _PARTS[kind] if not sign.search(words)]
    return [told[part] for part in ([] if "[AgencyName]" in words else ["name"]) + missing]
