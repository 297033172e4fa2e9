"""What Twilio's error codes mean, in words for a clerk (twilio.com/docs/api/errors)."""

from duenotice.gateways.http_answers import WORDS
from duenotice.gateways.meanings import NO_NUMBER, NO_TEXTS, STOPPED, UNREGISTERED, UNVERIFIED, Meaning
from duenotice.gateways.protocol import Kind, Refused
from duenotice.lib.marking import gettext_noop as _

# The words say what to do, and whose matter it is: an address is to blame only where the carrier says so.
_LANDLINE = Meaning(Kind.CHANNEL, _("This is a landline, or a line that cannot get texts. Set the contact's channel to voice."), "landline")
_BUSY = Meaning(Kind.RETRY, _("Twilio is busy. It is tried again by itself."))
_FILTERED = Meaning(
    Kind.CONTENT,
    _("The carrier's filter stopped the message as spam. Write it in another way, without links or words that sell something."),
)
_SIGN_IN = Meaning(Kind.CONFIGURATION, _("Twilio refused the Account SID or the Auth Token of this sender. Ask your administrator."))
_NOT_OURS = Meaning(
    Kind.CONFIGURATION,
    _("The number that this is sent from does not belong to the Twilio account, or cannot send. Ask your administrator."),
)
_COUNTRY = Meaning(Kind.CONFIGURATION, _("The Twilio account may not send to this country. Ask your administrator."))

MEANINGS: dict[int, Meaning] = {
    10001: Meaning(Kind.CONFIGURATION, _("The Twilio account is not active. Ask your administrator.")),
    14107: Meaning(Kind.LIMIT, _("Twilio's limit for this sender is used up. It is tried again by itself.")),
    20003: _SIGN_IN,
    20404: _SIGN_IN,
    20429: _BUSY,
    21210: _NOT_OURS,
    21211: NO_NUMBER,
    21214: NO_NUMBER,
    21217: NO_NUMBER,
    21266: Meaning(Kind.ADDRESS, _("This is the agency's own number. Ask the client for another number."), "unknown_number"),
    21212: _NOT_OURS,
    21215: _COUNTRY,
    21408: _COUNTRY,
    21601: _NOT_OURS,
    21603: _NOT_OURS,
    21606: _NOT_OURS,
    21610: STOPPED,
    21611: Meaning(Kind.RETRY, _("Twilio's queue for this number is full. It is tried again by itself.")),
    21612: Meaning(Kind.CONFIGURATION, _("This number cannot send to that one. Ask your administrator.")),
    21614: NO_TEXTS,
    21617: Meaning(Kind.CONTENT, _("The message is longer than 1,600 characters. Shorten it.")),
    21620: Meaning(Kind.CONTENT, _("Twilio could not take the file. Send the message without it, or as an email.")),
    21635: _LANDLINE,
    21705: Meaning(Kind.CONFIGURATION, _("The Messaging Service of this sender does not exist. Ask your administrator.")),
    30001: Meaning(Kind.RETRY, _("Twilio's queue for this number was full. It is tried again by itself.")),
    30002: Meaning(Kind.CONFIGURATION, _("The Twilio account is suspended. Ask your administrator.")),
    30003: Meaning(Kind.RETRY, _("The phone is off or out of reach. It is tried once more by itself; else call the client.")),
    30004: Meaning(Kind.CONTENT, _("The message was blocked by the carrier, or the phone does not take such messages. Call the client.")),
    30005: NO_NUMBER,
    30006: _LANDLINE,
    30007: _FILTERED,
    30008: Meaning(Kind.RETRY, _("The carrier could not deliver the message and does not say why. It is tried once more by itself.")),
    30019: Meaning(Kind.CONTENT, _("The files are too big for the recipient's carrier. Send smaller ones, or an email.")),
    30022: Meaning(Kind.LIMIT, _("The carrier's limit for texts a minute is used up. It is tried again by itself.")),
    30023: Meaning(Kind.LIMIT, _("The carrier's limit for texts a day is used up. It is tried again by itself.")),
    30032: UNVERIFIED,
    30034: UNREGISTERED,
    30035: UNREGISTERED,
    30038: _FILTERED,
    30410: Meaning(Kind.RETRY, _("The carrier did not answer. It is tried again by itself.")),
    32203: Meaning(Kind.CONTENT, _("The carrier blocked the call. Reach the client in another way.")),
    34005: Meaning(Kind.CONFIGURATION, _("Twilio does not send faxes any more. Ask your administrator.")),
    60410: Meaning(Kind.CONTENT, _("Texts to this number are blocked because of fraud in its range. Reach the client in another way.")),
}


def refused(code: int, *, status: int = 400, retry_after: float | None = None) -> Refused:
    """The refusal that an error code is; by the HTTP `status` where the table does not know it."""
    meaning = MEANINGS.get(code) or _by_status(status)
    return Refused(
        code=meaning.address or f"twilio_{code or status}",
        words=f"{meaning.words} (Twilio {code})" if code else meaning.words,
        kind=meaning.kind,
        retry_after=retry_after if meaning.kind.passes else None,
    )


def _by_status(status: int) -> Meaning:
    if status == 429:
        return _BUSY
    if status in (401, 403, 404):
        return _SIGN_IN
    return Meaning(Kind.CONTENT, WORDS[Kind.CONTENT])
