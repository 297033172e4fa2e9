"""An agency's phone as messages write it."""

import phonenumbers

NORTH_AMERICA = 1


def as_written(value: str) -> str:
    """An E.164 number as people read and dial it: 202-555-0100, or with its country where that is another; anything else as it stands."""
    if not value.startswith("+"):
        return value
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    digits = str(number.national_number)
    if number.country_code == NORTH_AMERICA and len(digits) == 10:
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
