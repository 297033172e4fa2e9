"""All that was said with one address, whichever clients share it (M7)."""

from dataclasses import dataclass
from uuid import UUID

from duenotice.agencies.models import Agency
from duenotice.contacts.models import Address, Contact
from duenotice.messaging.models import Kind, Message


@dataclass(frozen=True)
class Conversation:
    """The address, its contacts in every state (none for a sender whom nobody knows), and the message that an answer would answer."""

    address: Address
    contacts: list[Contact]
    latest: Message | None
    unread: list[UUID]

    @property
    def shared(self) -> bool:
        return len({contact.client_id for contact in self.contacts if contact.client_id}) > 1

    @property
    def known(self) -> list[Contact]:
        return [contact for contact in self.contacts if contact.client_id]


def conversation_with(agency: Agency, address_id: UUID) -> Conversation | None:
    """None where the agency has no such address."""
    address = Address.objects.filter(agency_id=agency.id, id=address_id).first()
    if address is None:
        return None
    received = Message.objects.filter(agency_id=agency.id, address_id=address_id, kind=Kind.INBOUND).order_by("-send_at", "-id")
    return Conversation(
        address=address,
        contacts=list(Contact.objects.filter(agency_id=agency.id, address_id=address_id).select_related("client").order_by("id")),
        latest=received.first(),
        unread=list(received.filter(read_at=None).values_list("id", flat=True)),
    )
