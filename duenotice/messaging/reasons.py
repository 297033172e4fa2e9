"""Why no message reaches a client, in words, with what to do (F4); the words are the rule's own."""

from django.utils.translation import gettext as _

from duenotice.contacts.why_not import why_not
from duenotice.messaging.reachability import Unreachable

Words = tuple[str, str]


def reasons_of(found: Unreachable) -> list[Words]:
    """Each reason once, with what to do."""
    if not found.contacts:
        return [(_("It has no phone number and no email address."), _("Ask the client for one, and add it on their screen."))]
    return list(dict.fromkeys(why_not(one.contact, one.obstacle) for one in found.contacts if one.obstacle is not None))


def reason_of(found: Unreachable) -> tuple[str, str]:
    """All of them in one line each."""
    reasons = reasons_of(found)
    return " ".join(what for what, _todo in reasons), " ".join(todo for _what, todo in reasons)
