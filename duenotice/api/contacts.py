"""Contacts."""

from typing import Annotated, Literal

from django.db.models import QuerySet
from django.db.models.functions import Greatest
from ninja import Query
from pydantic import ConfigDict, Field

from duenotice.actions.contacts import ContactChanges, save_contact
from duenotice.actions.contacts import create_contact as make_contact
from duenotice.actions.lifecycle import trash
from duenotice.api.calls import ApiRequest
from duenotice.api.contact_records import ContactOut, contact_record, contact_record_at, contact_records
from duenotice.api.errors import field_error
from duenotice.api.fields import Address, Given, Line100, Line200
from duenotice.api.filters import OfClient, States, found_page, in_state, listed, of_days
from duenotice.api.find import addresses, client_named, clients_keyed, contact_at
from duenotice.api.operation import Answer, Record, operation
from duenotice.contacts.models import Consent, Contact
from duenotice.contacts.search import invalid_on_its_channel, means

Type = Literal["mobile", "home", "work", "school", "fax", "other"]
Channel = Literal["text", "voice", "email", "fax"]
REPLACE = "A contact's value cannot be changed. POST the new one to /v1/contacts/{uuid}/replacement."


class ContactIn(Given):
    """A new contact. Type and channel follow from the value where they are left out."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"client": "0198c0de-0000-7000-8000-000000000017", "contact": "(202) 555-0143", "type": "mobile"}}
    )
    contact: Annotated[Address, Field(description="A phone in any format, or an email.")]
    client: Annotated[Line200 | None, Field(description="The client's uuid or reference; none makes a contact of nobody.")] = None
    name: Line100 | None = None
    type: Type | None = None
    channel: Channel | None = None


class ContactPatch(Given):
    """What can be changed of a contact; what is left out stays as it is."""

    model_config = ConfigDict(json_schema_extra={"example": {"name": "Her mother", "channel": "voice"}})
    contact: Annotated[Address | None, Field(description=REPLACE)] = None
    name: Line100 | None = None
    type: Type | None = None
    channel: Channel | None = None


class Contacts(States):
    """How the list can be narrowed."""

    channel: Annotated[Channel | None, Field(description="By which messages go to it.")] = None
    type: Annotated[Type | None, Field(description="What staff call it.")] = None
    invalid: Annotated[bool | None, Field(description="On its own channel.")] = None
    opted_out: Annotated[bool | None, Field(description="Whether its address is opted out.")] = None
    opted_in: Annotated[bool | None, Field(description="Whether its address was opted in.")] = None


@operation("POST", "/v1/contacts", permission="create_contacts", answer=ContactOut, status=201, tag="Contacts", summary="Create a contact")
def create_contact(request: ApiRequest, body: ContactIn, query: Query[OfClient]) -> Record:
    """One that cannot be reached is kept, and is Invalid."""
    given = body.client or query.client
    client = client_named(request, given) if given else None
    made = make_contact(
        agency=request.agency,
        client=client,
        entered=body.contact,
        actor=request.actor,
        now=request.now,
        name=body.name or "",
        type=body.type,
        channel=body.channel,
        source="api",
    )
    return contact_record(request, made)


@operation("GET", "/v1/contacts", permission="view_contacts", answer=list[ContactOut], tag="Contacts", summary="List contacts")
def list_contacts(request: ApiRequest, query: Query[Contacts]) -> Answer:
    """The newest first."""
    changed = Greatest("updated_at", "address__updated_at")
    found = found_page(_narrowed(request, query), ["-id"], query, changed=changed)
    return listed(request, query, found, contact_records(request, [one.id for one in found.rows], slim=query.slim), "contact")


@operation("GET", "/v1/contacts/{contact}", permission="view_contacts", answer=ContactOut, tag="Contacts", summary="Read a contact")
def read_contact(request: ApiRequest, contact: str) -> Record:
    """Whatever its state."""
    return contact_record_at(request, contact)


@operation(
    "PATCH PUT", "/v1/contacts/{contact}", permission="update_contacts", answer=ContactOut, tag="Contacts", summary="Change a contact"
)
def update_contact(request: ApiRequest, contact: str, body: ContactPatch) -> Record:
    """Only the fields given change. Another channel re-checks what is scheduled."""
    found = contact_at(request, contact)
    if body.contact and not addresses(request, body.contact).filter(id=found.address_id).exists():
        raise field_error("contact", REPLACE, code="use_replacement")
    given = body.model_fields_set
    changes = ContactChanges(
        name=(body.name or "") if "name" in given else found.name, type=body.type or found.type, channel=body.channel or found.channel
    )
    save_contact(agency=request.agency, contact=found, changes=changes, actor=request.actor, now=request.now)
    return contact_record(request, found)


@operation("DELETE", "/v1/contacts/{contact}", permission="update_contacts", answer=ContactOut, tag="Contacts", summary="Trash a contact")
def delete_contact(request: ApiRequest, contact: str) -> Record:
    """Deletes what is scheduled to it. It can be restored until it is purged."""
    found = contact_at(request, contact)
    trash(agency=request.agency, kind="contact", ids=[found.id], actor=request.actor, now=request.now)
    return contact_record(request, found)


def _narrowed(request: ApiRequest, query: Contacts) -> QuerySet[Contact]:
    mine = Contact.objects.filter(agency_id=request.agency.id).only("id")
    rows = of_days(in_state(mine, query), request, query, "created_at")
    same = {name: getattr(query, name) for name in ("channel", "type") if getattr(query, name)}
    rows = rows.filter(**same)
    if query.client:
        rows = rows.filter(client_id__in=[found.id for found in clients_keyed(request, query.client)])
    if query.contact:
        rows = rows.filter(address_id__in=addresses(request, query.contact).values("id"))
    for consent, wanted in ((Consent.OUT, query.opted_out), (Consent.IN, query.opted_in)):
        if wanted is not None:
            rows = rows.filter(address__consent=consent) if wanted else rows.exclude(address__consent=consent)
    if query.invalid is not None:
        rows = rows.alias(is_invalid=invalid_on_its_channel()).filter(is_invalid=query.invalid)
    return rows.filter(means(request.agency, query.search)) if query.search else rows
