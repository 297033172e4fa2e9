"""What Telnyx's error codes and failed faxes mean, in words for a clerk (developers.telnyx.com/docs/messaging/messages/error-codes)."""

from duenotice.gateways.http_answers import WORDS
from duenotice.gateways.meanings import Meaning
from duenotice.gateways.protocol import Kind, Refused

_ASK = "Ask the client for another number."
_ADMIN = "Ask your administrator."
_AGAIN = "It is tried again by itself."
_ONCE = "It is tried once more by itself."

_NO_NUMBER = Meaning(Kind.ADDRESS, f"The carrier does not know this number. {_ASK}", "unknown_number")
_LANDLINE = Meaning(
    Kind.CHANNEL, "This is a landline, or a number that texts cannot reach. Set the contact's channel to voice.", "landline"
)
_NO_TEXTS = Meaning(Kind.CHANNEL, "This number cannot get texts. Set the contact's channel to voice.", "no_texts")
_SPAM = Meaning(Kind.CONTENT, "The carrier's filter stopped the message as spam. Write it in another way, without links.")
_BUSY = Meaning(Kind.RETRY, f"The carrier is busy. {_AGAIN}")
_LIMIT = Meaning(Kind.LIMIT, f"The carrier's limit for this sender is used up. {_AGAIN}")
_UNREGISTERED = Meaning(
    Kind.REGISTRATION, f"Carriers block this number until its campaign (10DLC) is registered. {_ADMIN} The contact is fine."
)
_UNVERIFIED = Meaning(Kind.REGISTRATION, f"Carriers block this toll-free number until it is verified. {_ADMIN} The contact is fine.")
_SIGN_IN = Meaning(Kind.CONFIGURATION, f"Telnyx refused the API key of this sender. {_ADMIN}")
_PROFILE = Meaning(Kind.CONFIGURATION, f"The Messaging Profile of this sender does not exist, or is switched off. {_ADMIN}")
_NOT_OURS = Meaning(Kind.CONFIGURATION, f"The number that this is sent from is not in the Telnyx account, or cannot send. {_ADMIN}")
_ACCOUNT = Meaning(Kind.CONFIGURATION, f"The Telnyx account is switched off or has no money left. {_ADMIN}")

MEANINGS: dict[int, Meaning] = {
    10001: _NOT_OURS,
    10002: _NO_NUMBER,
    10007: _BUSY,
    10009: _SIGN_IN,
    10010: _SIGN_IN,
    10011: _LIMIT,
    10016: _NO_NUMBER,
    20100: _ACCOUNT,
    40001: _LANDLINE,
    40002: _SPAM,
    40003: _SPAM,
    40004: Meaning(Kind.RETRY, f"The recipient's carrier refused the message and does not say why. {_ONCE}"),
    40005: Meaning(Kind.RETRY, f"The message could not be brought in time. {_ONCE}"),
    40006: _BUSY,
    40008: Meaning(Kind.RETRY, f"The carrier could not deliver the message. {_ONCE}"),
    40009: Meaning(Kind.CONTENT, "The carrier does not take these words. Write the message in another way."),
    40010: _UNREGISTERED,
    40011: _LIMIT,
    40012: _NO_NUMBER,
    40013: _NOT_OURS,
    40014: Meaning(Kind.RETRY, f"The message waited too long at the carrier. {_ONCE}"),
    40015: _SPAM,
    40016: _LIMIT,
    40017: _SPAM,
    40018: _LIMIT,
    40300: Meaning(Kind.BLOCKED, "The person sent STOP to this number. They have to send START before you can write again."),
    40301: _NO_TEXTS,
    40302: Meaning(Kind.CONTENT, "The message or its files are too large. Shorten it, or send it as an email."),
    40304: Meaning(Kind.CONTENT, "The carrier cannot carry these words. Write the message in another way."),
    40305: _NOT_OURS,
    40306: _NOT_OURS,
    40308: _NOT_OURS,
    40310: _NO_NUMBER,
    40311: _PROFILE,
    40312: _PROFILE,
    40313: _PROFILE,
    40318: _BUSY,
    40321: _NOT_OURS,
    40322: _SPAM,
    40329: _UNVERIFIED,
    40330: _UNVERIFIED,
    40333: _LIMIT,
}

_NO_FAX = Meaning(Kind.RETRY, f"No fax machine answered. {_ONCE} If it fails again, check that the number is a fax.")
_FILE = Meaning(
    Kind.CONTENT, "The pages could not be made or fetched. Send the message in another way, and tell whoever runs this installation."
)
FAXES: dict[str, Meaning] = {
    "user_busy": Meaning(Kind.RETRY, f"The fax line was busy. {_ONCE}"),
    "receiver_no_answer": _NO_FAX,
    "receiver_no_response": _NO_FAX,
    "receiver_decline": Meaning(Kind.CONTENT, "The other side refused the fax. Call the client."),
    "receiver_call_dropped": Meaning(Kind.RETRY, f"The fax call broke off. {_ONCE}"),
    "receiver_communication_error": Meaning(Kind.RETRY, f"The fax call broke off. {_ONCE}"),
    "receiver_incompatible_destination": _NO_FAX,
    "receiver_unallocated_number": _NO_NUMBER,
    "destination_invalid": _NO_NUMBER,
    "destination_unreachable": _NO_FAX,
    "fax_signaling_error": _NO_FAX,
    "fax_initial_communication_timeout": _NO_FAX,
    "file_download_failed": _FILE,
    "file_format_invalid": _FILE,
    "file_size_limit_exceeded": _FILE,
    "page_count_limit_exceeded": Meaning(Kind.CONTENT, "The fax has too many pages. Send fewer files."),
    "media_processing_exception": _FILE,
    "account_disabled": _ACCOUNT,
    "user_channel_limit_exceeded": _LIMIT,
    "outbound_profile_channel_limit_exceeded": _LIMIT,
    "connection_channel_limit_exceeded": _LIMIT,
    "outbound_profile_daily_spend_limit_exceeded": _LIMIT,
}


def refused(code: int, *, status: int = 400, retry_after: float | None = None) -> Refused:
    """The refusal that an error code is; by the HTTP `status` where the table does not know it."""
    meaning = MEANINGS.get(code) or _by_status(status)
    told = f"{meaning.words} (Telnyx {code})" if code else meaning.words
    return Refused(meaning.address or f"telnyx_{code or status}", told, meaning.kind, retry_after if meaning.kind.passes else None)


def fax_failed(reason: str) -> Refused:
    meaning = FAXES.get(reason) or Meaning(Kind.RETRY, f"The fax did not go through. {_ONCE}")
    return Refused(meaning.address or f"fax_{reason}"[:60], meaning.words, meaning.kind)


def _by_status(status: int) -> Meaning:
    if status == 429:
        return _LIMIT
    return _SIGN_IN if status in (401, 403) else Meaning(Kind.CONTENT, WORDS[Kind.CONTENT])
