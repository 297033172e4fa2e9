"""What a carrier's error code means: the shape of every table of them."""

from typing import NamedTuple

from duenotice.gateways.protocol import Kind
from duenotice.lib.marking import gettext_noop as _


class Meaning(NamedTuple):
    """`words` tell a clerk what happened and what to do; `address` is the code that an Invalid contact gets."""

    kind: Kind
    words: str
    address: str = ""


# What carriers of phones have in common.
NO_NUMBER = Meaning(Kind.ADDRESS, _("The carrier does not know this number. Ask the client for another number."), "unknown_number")
NO_TEXTS = Meaning(Kind.CHANNEL, _("This number cannot get texts. Set the contact's channel to voice."), "no_texts")
STOPPED = Meaning(Kind.BLOCKED, _("The person sent STOP to this number. They have to send START before you can write again."))
UNREGISTERED = Meaning(
    Kind.REGISTRATION,
    _("Carriers block this number until its campaign (10DLC) is registered. Ask your administrator. The contact is fine."),
)
UNVERIFIED = Meaning(
    Kind.REGISTRATION, _("Carriers block this toll-free number until it is verified. Ask your administrator. The contact is fine.")
)
