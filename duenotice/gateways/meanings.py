"""What a carrier's error code means: the shape of every table of them."""

from typing import NamedTuple

from duenotice.gateways.protocol import Kind


class Meaning(NamedTuple):
    """`words` tell a clerk what happened and what to do; `address` is the code that an Invalid contact gets."""

    kind: Kind
    words: str
    address: str = ""
