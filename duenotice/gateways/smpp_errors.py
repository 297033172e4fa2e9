"""What an SMSC's command_status means, in words for a clerk (SMPP 3.4, 5.1.3), and what a receipt's state does (5.2.28).

An answer with a command_status is a refusal by the protocol: the SMSC has not taken the message.
"""

from duenotice.gateways.meanings import NO_NUMBER, Meaning
from duenotice.gateways.protocol import Kind, Refused
from duenotice.lib.marking import gettext_noop as _

_BUSY = Meaning(Kind.RETRY, _("The SMPP carrier could not take the text just now. It is tried again by itself."))
_FAST = Meaning(Kind.LIMIT, _("Texts come faster than the SMPP carrier allows. It is tried again by itself; a lower speed may help."))
_SIGN_IN = Meaning(
    Kind.CONFIGURATION, _("The SMPP carrier refused the System ID or the password of this phone. Ask your administrator to check them.")
)
_SETTINGS = Meaning(
    Kind.CONFIGURATION, _("The SMPP carrier refused this phone's settings. Ask your administrator to check them with the carrier.")
)
_SENDER = Meaning(
    Kind.CONFIGURATION, _("The SMPP carrier does not let this account send from this number. Ask your administrator to check it.")
)
_WORDS = Meaning(Kind.CONTENT, _("The SMPP carrier does not take this text. Shorten it, or write it in another way."))
_NEVER = Meaning(Kind.CONTENT, _("The carrier refused the text for good. Call the client, or reach them in another way."))
_FULL = Meaning(Kind.RETRY, _("The SMPP carrier has no connection free for us just now. It is tried again by itself."))
_BLOCKED = Meaning(
    Kind.BLOCKED, _("The person told the carrier to stop texts from you. They have to send START before you can write again.")
)
_OTHER = Meaning(
    Kind.CONTENT,
    _("The SMPP carrier refused the text with a code of its own. Ask your administrator to ask the carrier what it means."),
)

MEANINGS: dict[int, Meaning] = {
    0x01: _WORDS,  # message length
    0x02: _SETTINGS,  # command length
    0x03: _SETTINGS,  # command not known
    0x04: _FULL,  # not bound for this
    0x05: _FULL,  # already bound
    0x06: _SETTINGS,  # priority
    0x07: _SETTINGS,  # registered_delivery
    0x08: _BUSY,  # system error
    0x0A: _SENDER,
    0x0B: NO_NUMBER,
    0x0D: _SIGN_IN,  # bind failed
    0x0E: _SIGN_IN,
    0x0F: _SIGN_IN,
    0x14: _BUSY,  # queue full
    0x15: _SETTINGS,  # service type
    0x43: _SETTINGS,  # esm_class: it takes no joined parts
    0x45: _BUSY,  # submit_sm failed
    0x48: _SENDER,  # source TON
    0x49: _SENDER,  # source NPI
    0x50: _SETTINGS,  # destination TON
    0x51: _SETTINGS,  # destination NPI
    0x53: _SIGN_IN,  # system type
    0x58: _FAST,
    0x64: _BUSY,
    0x65: _NEVER,
    0x66: _NEVER,
    **dict.fromkeys((0xC0, 0xC1, 0xC2, 0xC3, 0xC4), _SETTINGS),  # optional parameters
    0xFE: _NEVER,
    0xFF: _BUSY,
}
# Seconds until a text that came too fast is tried again.
_WAIT = 1.0

UNREACHABLE = Refused("no_connection", _("The SMPP carrier could not be reached. The message is tried again by itself."), Kind.RETRY)
NOT_PUBLIC = Refused(
    "not_public", _("The SMPP server is inside a private network, which is not allowed here. Ask your administrator."), Kind.CONFIGURATION
)
CERTIFICATE = Refused(
    "certificate", _("The SMPP server's certificate is not valid, so nothing was sent. Ask your administrator."), Kind.CONFIGURATION
)
NO_TLS = Refused(
    "no_tls", _("The SMPP server does not speak TLS on this port, so nothing was sent. Ask your administrator."), Kind.CONFIGURATION
)

_STATES = {
    "EXPIRED": Meaning(Kind.CONTENT, _("The phone was off or out of reach until the carrier gave up. Call the client.")),
    "DELETED": Meaning(Kind.CONTENT, _("The carrier removed the text before it reached the phone. Call the client.")),
    "UNDELIV": Meaning(Kind.CONTENT, _("The carrier could not bring the text to the phone. Check the number, or call the client.")),
    "REJECTD": Meaning(Kind.CONTENT, _("The carrier rejected the text. Write it in another way, or call the client.")),
}


def refused(status: int, blocked: frozenset[str] = frozenset()) -> Refused:
    """The refusal that an answer's command_status is; `blocked` are the carrier's own codes for a person who said stop."""
    meaning = _BLOCKED if f"0x{status:x}" in blocked else MEANINGS.get(status, _OTHER)
    code = meaning.address or f"smpp_0x{status:02x}"
    return Refused(code, meaning.words, meaning.kind, _WAIT if meaning is _FAST else None)


def not_delivered(state: str, error: str, blocked: frozenset[str] = frozenset()) -> Refused | None:
    """The failure that a receipt's state is, None for one that is none; `error` is the network's code, each carrier's own."""
    meaning = _STATES.get(state)
    if meaning is None:
        return None
    if error and error.lower() in blocked:
        meaning = _BLOCKED
    return Refused(f"smpp_{state.lower()}_{error}" if error else f"smpp_{state.lower()}", meaning.words, meaning.kind)
