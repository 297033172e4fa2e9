"""What Twilio's error codes mean, in words for a clerk (twilio.com/docs/api/errors)."""

from duenotice.gateways.http_answers import WORDS
from duenotice.gateways.meanings import Meaning
from duenotice.gateways.protocol import Kind, Refused

# The words say what to do, and whose matter it is: an address is to blame only where the carrier says so.
_ASK = "Ask the client for another number."
_VOICE = "Set the contact's channel to voice."
_ADMIN = "Ask your administrator."
_REWORD = "Write it in another way, without links or words that sell something."
_AGAIN = "It is tried again by itself."

_NO_NUMBER = Meaning(Kind.ADDRESS, f"The carrier does not know this number. {_ASK}", "unknown_number")
_LANDLINE = Meaning(Kind.CHANNEL, f"This is a landline, or a line that cannot get texts. {_VOICE}", "landline")
_NO_TEXTS = Meaning(Kind.CHANNEL, f"This number cannot get texts. {_VOICE}", "no_texts")
_BUSY = Meaning(Kind.RETRY, f"Twilio is busy. {_AGAIN}")
_FILTERED = Meaning(Kind.CONTENT, f"The carrier's filter stopped the message as spam. {_REWORD}")
_UNREGISTERED = Meaning(
    Kind.REGISTRATION, f"Carriers block this number until its campaign (10DLC) is registered. {_ADMIN} The contact is fine."
)
_UNVERIFIED = Meaning(Kind.REGISTRATION, f"Carriers block this toll-free number until it is verified. {_ADMIN} The contact is fine.")
_SIGN_IN = Meaning(Kind.CONFIGURATION, f"Twilio refused the Account SID or the Auth Token of this sender. {_ADMIN}")
_NOT_OURS = Meaning(
    Kind.CONFIGURATION, f"The number that this is sent from does not belong to the Twilio account, or cannot send. {_ADMIN}"
)
_COUNTRY = Meaning(Kind.CONFIGURATION, f"The Twilio account may not send to this country. {_ADMIN}")

MEANINGS: dict[int, Meaning] = {
    10001: Meaning(Kind.CONFIGURATION, f"The Twilio account is not active. {_ADMIN}"),
    14107: Meaning(Kind.LIMIT, f"Twilio's limit for this sender is used up. {_AGAIN}"),
    20003: _SIGN_IN,
    20404: _SIGN_IN,
    20429: _BUSY,
    21210: _NOT_OURS,
    21211: _NO_NUMBER,
    21214: _NO_NUMBER,
    21217: _NO_NUMBER,
    21266: Meaning(Kind.ADDRESS, f"This is the agency's own number. {_ASK}", "unknown_number"),
    21212: _NOT_OURS,
    21215: _COUNTRY,
    21408: _COUNTRY,
    21601: _NOT_OURS,
    21603: _NOT_OURS,
    21606: _NOT_OURS,
    21610: Meaning(Kind.BLOCKED, "The person sent STOP to this number. They have to send START before you can write again."),
    21611: Meaning(Kind.RETRY, f"Twilio's queue for this number is full. {_AGAIN}"),
    21612: Meaning(Kind.CONFIGURATION, f"This number cannot send to that one. {_ADMIN}"),
    21614: _NO_TEXTS,
    21617: Meaning(Kind.CONTENT, "The message is longer than 1,600 characters. Shorten it."),
    21620: Meaning(Kind.CONTENT, "Twilio could not take the file. Send the message without it, or as an email."),
    21635: _LANDLINE,
    21705: Meaning(Kind.CONFIGURATION, f"The Messaging Service of this sender does not exist. {_ADMIN}"),
    30001: Meaning(Kind.RETRY, f"Twilio's queue for this number was full. {_AGAIN}"),
    30002: Meaning(Kind.CONFIGURATION, f"The Twilio account is suspended. {_ADMIN}"),
    30003: Meaning(Kind.RETRY, "The phone is off or out of reach. It is tried once more by itself; else call the client."),
    30004: Meaning(Kind.CONTENT, "The message was blocked by the carrier, or the phone does not take such messages. Call the client."),
    30005: _NO_NUMBER,
    30006: _LANDLINE,
    30007: _FILTERED,
    30008: Meaning(Kind.RETRY, "The carrier could not deliver the message and does not say why. It is tried once more by itself."),
    30019: Meaning(Kind.CONTENT, "The files are too big for the recipient's carrier. Send smaller ones, or an email."),
    30022: Meaning(Kind.LIMIT, f"The carrier's limit for texts a minute is used up. {_AGAIN}"),
    30023: Meaning(Kind.LIMIT, f"The carrier's limit for texts a day is used up. {_AGAIN}"),
    30032: _UNVERIFIED,
    30034: _UNREGISTERED,
    30035: _UNREGISTERED,
    30038: _FILTERED,
    30410: Meaning(Kind.RETRY, f"The carrier did not answer. {_AGAIN}"),
    32203: Meaning(Kind.CONTENT, "The carrier blocked the call. Reach the client in another way."),
    34005: Meaning(Kind.CONFIGURATION, f"Twilio does not send faxes any more. {_ADMIN}"),
    60410: Meaning(Kind.CONTENT, "Texts to this number are blocked because of fraud in its range. Reach the client in another way."),
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
