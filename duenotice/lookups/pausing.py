"""The one thing that does not wait for a person: a number that went to somebody else gets nothing any more (rules 1.5)."""

from collections.abc import Sequence
from datetime import datetime

from duenotice.actions.validity import mark_invalid
from duenotice.agencies.activity import SYSTEM
from duenotice.agencies.models import Agency
from duenotice.contacts.channels import channels_of
from duenotice.contacts.models import Address, InvalidSource
from duenotice.lookups.protocol import Fact


def pause_if_gone(agency: Agency, address: Address, facts: Sequence[Fact], now: datetime) -> None:
    """Invalid on every channel until staff mark it valid: a court's text to a stranger cannot be taken back."""
    if any(fact.name == "reassigned" and fact.value == "yes" for fact in facts):
        mark_invalid(
            agency=agency,
            address_ids=[address.id],
            channels=channels_of(address.kind),
            reason="reassigned",
            source=InvalidSource.LOOKUP,
            actor=SYSTEM,
            now=now,
        )
