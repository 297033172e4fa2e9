"""What a person has to decide about a message in the review queue, in words (O3)."""

from django.utils.translation import gettext as _

from duenotice.messaging.models import UNPROVEN, Message


def to_decide(message: Message) -> str:
    """Why it waits there, and what to do."""
    if message.reason_code == UNPROVEN:
        return f"{_(message.reason)} {_what_to_ask(message)}"
    if message.answers_id and message.address.opted_out:
        return _(
            "This may answer our question, or ask for messages again. They stay stopped: "
            "ask the person, and press Opt In on the contact if they wish it."
        )
    if message.answers_id:
        return _(
            "Which question is answered is not certain: several were open, or the event changed after it was asked. "
            "Nobody was marked as coming."
        )
    if message.address.opted_out:
        return _("Taken as a wish to stop: the address is opted out. Check that this is right.")
    return _("Does this person want the messages to stop?")


def may_be_a_stop(message: Message) -> bool:
    """Whether opting its sender out is one of the answers."""
    return not message.answers_id and not message.reason_code and not message.address.opted_out


def _what_to_ask(message: Message) -> str:
    if message.event_id:
        return _("Anybody can write an email in somebody's name: ask the person, and press Will come on the event if they say so.")
    if message.answers_id:
        return _("Anybody can write an email in somebody's name: ask the person.")
    return _("Anybody can write an email in somebody's name: ask the person, and press Opt In on the contact if they wish it.")
