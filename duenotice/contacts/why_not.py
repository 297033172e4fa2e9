"""Why messages do not reach a contact, in words, with what to do (C3, C9)."""

from django.utils.translation import gettext as _

from duenotice.contacts.may_message import WORDS, Obstacle
from duenotice.contacts.models import Address, Contact
from duenotice.contacts.parse import INVALID_REASONS


def why_not(contact: Contact, obstacle: Obstacle) -> tuple[str, str]:
    """The obstacle's words and advice; of an Invalid contact, its own reason."""
    if obstacle is Obstacle.INVALID:
        what, todo = invalid_words(contact.address)
        return _("This address cannot be reached on its channel. %(why)s") % {"why": what}, todo
    what, todo = map(str, WORDS[obstacle])
    return what, todo


def invalid_words(address: Address) -> tuple[str, str]:
    """Why the address cannot be reached, and what to do."""
    what, todo = INVALID_REASONS.get(address.invalid_reason, (address.invalid_reason, ""))
    return str(what), str(todo)
