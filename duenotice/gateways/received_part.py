"""What carriers that tell each part of a long text by itself say of one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReceivedPart:
    """Which part of a long text it is, from 1. All parts of one text have the same `group`, which no other text has for some minutes.

    `octets` are its words in hexadecimal, in the `coding` of texts (SMPP 3.4, 5.2.19), because a character may be cut in two.
    """

    group: str
    number: int
    of: int
    octets: str
    coding: int
