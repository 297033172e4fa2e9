"""Is what was typed a phone number or an email address, which one, and can it be reached? (C2, C3)"""

import re
import unicodedata
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import unquote

import phonenumbers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType, ValidationResult
from phonenumbers.timezone import time_zones_for_geographical_number, time_zones_for_number

from duenotice.lib.quiet_hours import UNKNOWN_ZONE

LONGEST = 254

# Full-width forms, as Chinese and Japanese keyboards make them, to ASCII.
_FULL_WIDTH = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20})
_NAMED = re.compile(r"[^<>@]*<([^<>]+)>[\s,;]*")
_LETTERS = re.compile(r"[^\W\d_]+")
_NO_DIGITS = re.compile(r"[^0-9]+")
_SCHEME = re.compile(r"(?:tel|sms|callto|mailto):", re.IGNORECASE)

# As nearly every row of a file has them. What the libraries say of such a number follows from its first six digits, in Barbados and Jamaica
# seven, and of such an email from its domain, so they are asked once for each: tests/contacts/test_usual_forms.py proves both.
_USUAL_PHONE = re.compile(r"(?:\+?1)?[ .-]?\(?([2-9]\d\d)\)?[ .-]?([2-9]\d\d)[ .-]?(\d{4})", re.ASCII)
_USUAL_EMAIL = re.compile(r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.ASCII | re.IGNORECASE)
_BY_SEVEN_DIGITS = frozenset({"246", "658", "876"})
_NORTH_AMERICA = frozenset(phonenumbers.COUNTRY_CODE_TO_REGION_CODE[1])
_LONGEST_LOCAL_PART = 64

_LINE_TYPES = {
    PhoneNumberType.FIXED_LINE: "landline",
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.TOLL_FREE: "toll_free",
    PhoneNumberType.PREMIUM_RATE: "premium",
    PhoneNumberType.VOIP: "voip",
    PhoneNumberType.PAGER: "pager",
}
_UNPARSABLE = {
    NumberParseException.TOO_SHORT_AFTER_IDD: "phone_too_short",
    NumberParseException.TOO_SHORT_NSN: "phone_too_short",
    NumberParseException.TOO_LONG: "phone_too_long",
}
_IMPOSSIBLE = {
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "phone_too_short",
    ValidationResult.TOO_SHORT: "phone_too_short",
    ValidationResult.TOO_LONG: "phone_too_long",
    ValidationResult.INVALID_LENGTH: "phone_impossible",
    ValidationResult.INVALID_COUNTRY_CODE: "phone_impossible",
}


class InvalidReason(NamedTuple):
    """Why an address cannot be reached, and what to do about it."""

    words: Promise
    what_to_do: Promise


_CHECK_PHONE = _("Check the typing: a US mobile has 10 digits, such as (202) 555-0143.")
_CHECK_EMAIL = _("Check the typing: an email looks like name@domain.com.")
_ASK = _("Ask the client for another phone number or email address.")

INVALID_REASONS = {
    "email_malformed": InvalidReason(_("This is not a complete email address."), _CHECK_EMAIL),
    "phone_too_short": InvalidReason(_("This phone number has too few digits."), _CHECK_PHONE),
    "phone_too_long": InvalidReason(_("This phone number has too many digits."), _CHECK_PHONE),
    "phone_impossible": InvalidReason(_("No phone number looks like this."), _CHECK_PHONE),
    "phone_unassigned": InvalidReason(_("No phone company has given out this number."), _CHECK_PHONE),
    "unknown_number": InvalidReason(_("The carrier does not know this number."), _ASK),
    "disconnected": InvalidReason(_("The carrier says that this number is out of service."), _ASK),
    "landline": InvalidReason(_("This is a landline, which cannot get texts."), _("Set the contact's channel to voice.")),
    "no_texts": InvalidReason(_("The carrier says that this number cannot get texts."), _("Set the contact's channel to voice.")),
    "wrong_person": InvalidReason(_("The person at this address says that it is not the client's."), _ASK),
    "reassigned": InvalidReason(_("This number now belongs to somebody else."), _ASK),
    "hard_bounce": InvalidReason(_("The mail server says that this address does not exist."), _ASK),
    "staff": InvalidReason(_("Staff marked it Invalid."), _("Press Mark valid once it is known to work.")),
}


class NotAnAddress(ValueError):
    """Text that is neither a phone number nor an email address. `words` tell the person what can be typed."""

    def __init__(self, words: Promise) -> None:
        self.words = words
        super().__init__(words)

    def __str__(self) -> str:
        return str(self.words)


class Parsed(NamedTuple):
    """An address and what its form alone tells.

    `value` is what is compared, searched and sent to: E.164 for a phone; for an email all lower case, its domain in ASCII (IDNA). For a
    phone that cannot be dialled it is the digits, without a plus, so that it never equals another's E.164. `entered` is what was typed,
    without surrounding space and invisible characters.
    """

    kind: Literal["phone", "email"]
    value: str
    entered: str
    extension: str = ""
    invalid_reason: str | None = None
    time_zones: tuple[str, ...] = ()
    region: str | None = None
    line_type: str = "unknown"


def parse(text: str, *, region: str = "US") -> Parsed:
    """The address that `text` is; `region` (ISO 3166) is whose phone numbers are typed without a country code.

    Text with an @ or at least three digits is an address, malformed or not. Raises NotAnAddress for any other, for text with control
    characters, and for more than 254 characters.
    """
    entered = text.strip()
    # Sign by sign only where there is something odd: files of a million rows are read here.
    odd = not (entered.isascii() and entered.isprintable())
    if odd:
        entered = "".join(character for character in entered if unicodedata.category(character) != "Cf").strip()
    if odd and any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in entered):
        raise NotAnAddress(
            _("This has characters that cannot be typed. Enter a phone number such as (202) 555-0143, or an email such as name@domain.com.")
        )
    if len(entered) > LONGEST:
        raise NotAnAddress(_("This is too long. Enter one phone number such as (202) 555-0143, or one email such as name@domain.com."))
    plain = entered.translate(_FULL_WIDTH) if odd else entered
    if "@" in plain:
        return _email(plain, entered)
    if len(digits(plain)) >= 3:
        return _phone(plain, entered, region)
    raise NotAnAddress(_("Enter a phone number such as (202) 555-0143, or an email such as name@domain.com."))


def digits(text: str) -> str:
    """The decimal digits of `text`, of any script, as ASCII: "(202) 555-0143" gives "2025550143"."""
    if text.isascii():
        return _NO_DIGITS.sub("", text)
    return "".join(str(unicodedata.decimal(character)) for character in text if character.isdecimal())


def _email(plain: str, entered: str) -> Parsed:
    usual = _USUAL_EMAIL.fullmatch(plain)
    if usual and plain.index("@") <= _LONGEST_LOCAL_PART and _is_domain(usual[1].lower()):
        return Parsed("email", plain.lower(), entered)
    named = _NAMED.fullmatch(plain)
    address = (named[1] if named else plain).strip(" <>,;\"'").rstrip(".")
    if address.lower().startswith("mailto:"):
        address = unquote(_SCHEME.sub("", address, count=1).partition("?")[0]).strip()
    try:
        # Nothing is looked up; .test is let in because it cannot reach anybody, and rehearsals use it.
        valid = validate_email(address, check_deliverability=False, test_environment=True, strict=True)
    except EmailNotValidError:
        malformed = " ".join(address.split()).lower() or entered
        return Parsed("email", malformed, entered, invalid_reason="email_malformed")
    return Parsed("email", f"{valid.local_part}@{valid.ascii_domain}".lower(), entered)


@lru_cache(maxsize=5_000)
def _is_domain(domain: str) -> bool:
    """Whether emails at this domain, in ASCII and lower case, are written as they stand."""
    return _email(f"<a@{domain}>", "") == Parsed("email", f"a@{domain}", "")


def _phone(plain: str, entered: str, region: str) -> Parsed:
    usual = _USUAL_PHONE.fullmatch(plain)
    if usual and region in _NORTH_AMERICA:
        digits = usual[1] + usual[2] + usual[3]
        block = _block(digits[: 7 if usual[1] in _BY_SEVEN_DIGITS else 6])
        return block._replace(value=f"+1{digits}", entered=entered)
    return _any_phone(plain, entered, region)


@lru_cache(maxsize=20_000)
def _block(digits: str) -> Parsed:
    """What is known of all numbers of North America that begin with these of their ten digits."""
    return _any_phone(f"+1{digits:0<10}", "", "US")


def _any_phone(plain: str, entered: str, region: str) -> Parsed:
    number, impossible = _number(_without_scheme(plain), region)
    if impossible:
        # "2025550143 cell" reads as a number spelled with letters, and too long: what is left without words may be one.
        number, still_impossible = _number(_LETTERS.sub(" ", plain), region)
        if still_impossible:
            return Parsed("phone", digits(plain), entered, invalid_reason=impossible)
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    extension = number.extension or ""
    # Asked once, as every question about a number walks its country's whole plan: no type is no valid number.
    type = phonenumbers.number_type(number)
    if type == phonenumbers.PhoneNumberType.UNKNOWN:
        return Parsed("phone", value, entered, extension, invalid_reason="phone_unassigned")
    return Parsed(
        "phone",
        value,
        entered,
        extension,
        time_zones=tuple(zone for zone in _zones(number, type) if zone != UNKNOWN_ZONE),
        region=phonenumbers.region_code_for_number(number),
        line_type=_LINE_TYPES.get(type, "unknown"),
    )


def _zones(number: PhoneNumber, type: int) -> tuple[str, ...]:
    """As timezone.time_zones_for_number, which asks for the type again."""
    if phonenumbers.is_number_type_geographical(type, number.country_code or 0):
        return tuple(time_zones_for_geographical_number(number))
    return tuple(time_zones_for_number(number))


def _number(text: str, region: str) -> tuple[PhoneNumber, str]:
    """The number in `text`, and why it cannot be one, or an empty text."""
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException as error:
        return PhoneNumber(), _UNPARSABLE.get(error.error_type, "phone_impossible")
    return number, _IMPOSSIBLE.get(phonenumbers.is_possible_number_with_reason(number), "")


def _without_scheme(plain: str) -> str:
    # phonenumbers reads tel: by itself, with its ;ext= (RFC 3966).
    return plain if plain.lower().startswith("tel:") else _SCHEME.sub("", plain, count=1)
