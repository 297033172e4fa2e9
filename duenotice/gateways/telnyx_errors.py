"""What Telnyx's error codes and failed faxes mean, in words for a clerk (developers.telnyx.com/docs/messaging/messages/error-codes)."""

from duenotice.gateways.http_answers import WORDS
from duenotice.gateways.meanings import NO_NUMBER, NO_TEXTS, STOPPED, UNREGISTERED, UNVERIFIED, Meaning
from duenotice.gateways.protocol import Kind, Refused
from duenotice.lib.marking import gettext_noop as _

_LANDLINE = Meaning(
    Kind.CHANNEL, _("This is a landline, or a number that texts cannot reach. Set the contact's channel to voice."), "landline"
)
_SPAM = Meaning(Kind.CONTENT, _("The carrier's filter stopped the message as spam. Write it in another way, without links."))
_BUSY = Meaning(Kind.RETRY, _("The carrier is busy. It is tried again by itself."))
_LIMIT = Meaning(Kind.LIMIT, _("The carrier's limit for this sender is used up. It is tried again by itself."))
_SIGN_IN = Meaning(Kind.CONFIGURATION, _("Telnyx refused the API key of this sender. Ask your administrator."))
_PROFILE = Meaning(
    Kind.CONFIGURATION, _("The Messaging Profile of this sender does not exist, or is switched off. Ask your administrator.")
)
_NOT_OURS = Meaning(
    Kind.CONFIGURATION, _("The number that this is sent from is not in the Telnyx account, or cannot send. Ask your administrator.")
)
_ACCOUNT = Meaning(Kind.CONFIGURATION, _("The Telnyx account is switched off or has no money left. Ask your administrator."))

MEANINGS: dict[int, Meaning] = {
    10001: _NOT_OURS,
    10002: NO_NUMBER,
    10007: _BUSY,
    10009: _SIGN_IN,
    10010: _SIGN_IN,
    10011: _LIMIT,
    10016: NO_NUMBER,
    20100: _ACCOUNT,
    40001: _LANDLINE,
    40002: _SPAM,
    40003: _SPAM,
    40004: Meaning(Kind.RETRY, _("The recipient's carrier refused the message and does not say why. It is tried once more by itself.")),
    40005: Meaning(Kind.RETRY, _("The message could not be brought in time. It is tried once more by itself.")),
    40006: _BUSY,
    40008: Meaning(Kind.RETRY, _("The carrier could not deliver the message. It is tried once more by itself.")),
    40009: Meaning(Kind.CONTENT, _("The carrier does not take these words. Write the message in another way.")),
    40010: UNREGISTERED,
    40011: _LIMIT,
    40012: NO_NUMBER,
    40013: _NOT_OURS,
    40014: Meaning(Kind.RETRY, _("The message waited too long at the carrier. It is tried once more by itself.")),
    40015: _SPAM,
    40016: _LIMIT,
    40017: _SPAM,
    40018: _LIMIT,
    40300: STOPPED,
    40301: NO_TEXTS,
    40302: Meaning(Kind.CONTENT, _("The message or its files are too large. Shorten it, or send it as an email.")),
    40304: Meaning(Kind.CONTENT, _("The carrier cannot carry these words. Write the message in another way.")),
    40305: _NOT_OURS,
    40306: _NOT_OURS,
    40308: _NOT_OURS,
    40310: NO_NUMBER,
    40311: _PROFILE,
    40312: _PROFILE,
    40313: _PROFILE,
    40318: _BUSY,
    40321: _NOT_OURS,
    40322: _SPAM,
    40329: UNVERIFIED,
    40330: UNVERIFIED,
    40333: _LIMIT,
}

_NO_FAX = Meaning(
    Kind.RETRY, _("No fax machine answered. It is tried once more by itself. If it fails again, check that the number is a fax.")
)
_FILE = Meaning(
    Kind.CONTENT, _("The pages could not be made or fetched. Send the message in another way, and tell whoever runs this installation.")
)
FAXES: dict[str, Meaning] = {
    "user_busy": Meaning(Kind.RETRY, _("The fax line was busy. It is tried once more by itself.")),
    "receiver_no_answer": _NO_FAX,
    "receiver_no_response": _NO_FAX,
    "receiver_decline": Meaning(Kind.CONTENT, _("The other side refused the fax. Call the client.")),
    "receiver_call_dropped": Meaning(Kind.RETRY, _("The fax call broke off. It is tried once more by itself.")),
    "receiver_communication_error": Meaning(Kind.RETRY, _("The fax call broke off. It is tried once more by itself.")),
    "receiver_incompatible_destination": _NO_FAX,
    "receiver_unallocated_number": NO_NUMBER,
    "destination_invalid": NO_NUMBER,
    "destination_unreachable": _NO_FAX,
    "fax_signaling_error": _NO_FAX,
    "fax_initial_communication_timeout": _NO_FAX,
    "file_download_failed": _FILE,
    "file_format_invalid": _FILE,
    "file_size_limit_exceeded": _FILE,
    "page_count_limit_exceeded": Meaning(Kind.CONTENT, _("The fax has too many pages. Send fewer files.")),
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
    meaning = FAXES.get(reason) or Meaning(Kind.RETRY, _("The fax did not go through. It is tried once more by itself."))
    return Refused(meaning.address or f"fax_{reason}"[:60], meaning.words, meaning.kind)


def _by_status(status: int) -> Meaning:
    if status == 429:
        return _LIMIT
    return _SIGN_IN if status in (401, 403) else Meaning(Kind.CONTENT, WORDS[Kind.CONTENT])
