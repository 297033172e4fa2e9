"""How a contact is called and which badges it wears, on every page."""

from django.utils.translation import gettext as _

from duenotice.contacts.models import Contact
from duenotice.contacts.why_not import invalid_words
from duenotice.lifecycle.states import State
from duenotice.web.templatetags.duenotice import phone

Badges = list[tuple[str, str]]


def label_of(contact: Contact) -> str:
    """Its phone number as people write it, or its email; what was typed, where that is neither."""
    value = contact.address.value
    if contact.address.kind == "email" or not value.startswith("+"):
        return value if contact.address.kind == "email" else contact.entered
    return phone(value) + (_(" ext. %(extension)s") % {"extension": contact.extension} if contact.extension else "")


def badges_of(contact: Contact) -> Badges:
    """The badges of C7, each with its reason, most lasting first."""
    worn: Badges = []
    if contact.state is not State.LIVE:
        worn.append((contact.state.value, ""))
    if contact.address.opted_out:
        worn.append(("opted_out", ""))
    if contact.address.opted_in:
        worn.append(("opted_in", ""))
    if contact.address.invalid_on(contact.channel):
        worn.append(("invalid", invalid_words(contact.address)[0]))
    if contact.unconfirmed_at:
        worn.append(("unconfirmed", ""))
    return worn
