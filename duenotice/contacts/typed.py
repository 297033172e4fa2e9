"""What a person who searches typed: which phones and which emails could it mean?"""

import re

import phonenumbers

FEWEST_DIGITS = 3
# What people write into phone numbers besides digits.
_NOT_OF_PHONES = re.compile(r"[^\d\s().+/\-*–—‒]")
_EXTENSION = re.compile(r"\s*(?:ext\.?|extension|x|#)\s*\d{1,7}\s*$", re.IGNORECASE)


def phone_patterns(text: str, *, region: str) -> list[str]:
    """Runs of digits, any of which a phone's value may contain; none where `text` is no phone or has fewer than three digits.

    A whole number counts in every format: with a trunk zero or an international prefix too, and without its extension.
    """
    text = _EXTENSION.sub("", text)
    digits = "".join(str(int(sign)) for sign in text if sign.isdecimal())
    if len(digits) < FEWEST_DIGITS or _NOT_OF_PHONES.search(text):
        return []
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return [digits]
    whole = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164).removeprefix("+")
    return [whole, digits] if phonenumbers.is_possible_number(number) and whole != digits else [digits]


def phone_beginnings(digits: str, *, region: str) -> list[str]:
    """How a phone's value begins that begins with these digits: as typed, or as typed in its own country."""
    return [f"+{digits}", f"+{phonenumbers.country_code_for_region(region)}{digits.removeprefix('0')}"]


def email_pattern(text: str) -> str:
    """The part of an email that `text` may be, in lower case; empty where an email cannot contain it."""
    text = text.strip().casefold()
    return text if text and not re.search(r"\s", text) and re.search(r"[^\d\W]|@", text) else ""
