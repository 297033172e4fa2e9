"""Messages: one-offs, and what became of every message."""

from typing import Annotated, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from ninja import Query, Schema
from pydantic import ConfigDict, Field

from duenotice.actions.composing import Draft, cancel_message, compose
from duenotice.api.calls import ApiRequest
from duenotice.api.errors import Refused, field_error, not_found
from duenotice.api.fields import Address, Given, Line200, Lines, Moment, as_uuid, iso
from duenotice.api.filters import OfClient, Search, found_page, listed, of_days
from duenotice.api.find import addresses, clients_keyed, event_named
from duenotice.api.message_records import MessageOut, message_record, message_records
from duenotice.api.operation import Answer, Record, operation
from duenotice.api.recipients import recipient_of
from duenotice.contacts.models import Contact
from duenotice.contacts.search import means
from duenotice.messaging.feed import narrowed_to_status
from duenotice.messaging.hold import relate
from duenotice.messaging.models import Attempt, Kind, Message, Receipt

WITH = ("client", "contact", "address", "event", "sender")


class OneOff(Given):
    """A message to one contact. `content` and `subject` may hold merge tags."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"to": "(202) 555-0143", "content": "[ClientFirstName], please call the clerk."}}
    )
    to: Annotated[Address, Field(description="A phone in any format, an email, or a contact's uuid.")]
    content: Lines
    subject: Annotated[Line200 | None, Field(description="Of an email; the agency's name where it is left out.")] = None
    file: Annotated[str | None, Field(max_length=45, description="The uuid of a file.")] = None
    mms: Annotated[bool | None, Field(description="Accepted; a file goes where the channel and the carrier take it along.")] = None
    scheduled_at: Annotated[Moment | None, Field(description="When it goes; after the agency's delay where it is left out.")] = None
    send_now: Annotated[bool | None, Field(description="Without the agency's delay.")] = None
    skip_duplicate: Annotated[bool | None, Field(description="Send it although it repeats an earlier one; else that is a 409.")] = None
    client: Annotated[Line200 | None, Field(description="Whose contact it is, where several have the address.")] = None
    event: Annotated[Line200 | None, Field(description="The event that it is about.")] = None


class Messages(Search):
    """How the list can be narrowed; the days are those on which messages are due, or came."""

    status: Annotated[str | None, Field(max_length=20, description="Such as scheduled, sent, delivered, failed, received.")] = None
    channel: Annotated[Literal["text", "voice", "email", "fax"] | None, Field(description="By which it went, or came.")] = None
    direction: Annotated[Literal["in", "out"] | None, Field(description="From people, or to them.")] = None
    event: Annotated[Line200 | None, Field(description="The uuid or reference of the event that it is about.")] = None


class MetaOut(Schema):
    """One thing that happened to a message: an attempt to hand it over, or what the carrier said of it."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "uuid": "0198c0de-0000-7000-8000-000000000061",
                "type": "attempt",
                "status": "accepted",
                "code": "",
                "description": "",
                "gateway": "handset",
                "created_at": "2026-11-24T20:05:00Z",
                "updated_at": "2026-11-24T20:05:01Z",
            }
        }
    )
    uuid: str
    type: str
    status: str
    code: str
    description: str
    gateway: str
    created_at: str
    updated_at: str


@operation(
    "POST", "/v1/messages/oneoffs", permission="create_messages", answer=MessageOut, status=201, tag="Messages", summary="Send a one-off"
)
@transaction.atomic
def create_oneoff(request: ApiRequest, body: OneOff, query: Query[OfClient]) -> Record:
    """By every rule of the composer: consent, validity, senders, quiet hours, duplicates. A refusal names its field and has a code."""
    contact = recipient_of(request, body.to, body.client or query.client or "")
    draft = Draft(
        body=body.content,
        subject=body.subject or "[AgencyName]",
        event=event_named(request, body.event) if body.event else None,
        file_ids=[_file(body.file)] if body.file else [],
        at=body.scheduled_at,
        send_now=bool(body.send_now) and body.scheduled_at is None,
        repeat_anyway=bool(body.skip_duplicate),
    )
    made = compose(agency=request.agency, contact=contact, draft=draft, actor=request.actor, now=request.now)
    # Composing has read them.
    relate(made, "address", made.contact.address if made.contact else None)
    relate(made, "client", made.contact.client if made.contact else None)
    return message_record(request, made)


@operation("GET", "/v1/messages", permission="view_messages", answer=list[MessageOut], tag="Messages", summary="List messages")
def list_messages(request: ApiRequest, query: Query[Messages]) -> Answer:
    """Sent, scheduled and received ones; what is due last comes first."""
    found = found_page(_narrowed(request, query), ["-send_at", "-id"], query)
    return listed(request, query, found, message_records(request, found.rows, slim=query.slim), "message")


@operation("GET", "/v1/messages/{message}", permission="view_messages", answer=MessageOut, tag="Messages", summary="Read a message")
def read_message(request: ApiRequest, message: str) -> Record:
    """Its words are those that left, or that would leave now."""
    return message_record(request, _message_at(request, message))


@operation("DELETE", "/v1/messages/{message}", permission="update_messages", answer=MessageOut, tag="Messages", summary="Cancel a message")
def delete_message(request: ApiRequest, message: str) -> Record:
    """Until it is handed over; what is too late is a 409."""
    found = _message_at(request, message)
    if not cancel_message(agency=request.agency, message_id=found.id, actor=request.actor, now=request.now):
        raise Refused(409, "It is too late to cancel this message.", code="too_late")
    return message_record(request, _message_at(request, message))


@operation(
    "GET", "/v1/messages/{message}/metas", permission="view_messages", answer=list[MetaOut], tag="Messages", summary="What became of it"
)
def list_metas(request: ApiRequest, message: str) -> list[Record]:
    """Attempts and receipts, in their order."""
    usual = {"agency_id": request.agency.id, "message_id": _message_at(request, message).id}
    metas = [*(_attempt(one) for one in Attempt.objects.filter(**usual)), *(_receipt(one) for one in Receipt.objects.filter(**usual))]
    return sorted(metas, key=lambda one: (one["created_at"], one["uuid"]))


def _message_at(request: ApiRequest, key: str) -> Message:
    id = as_uuid(key)
    found = Message.objects.select_related(*WITH).filter(agency_id=request.agency.id, id=id).first() if id else None
    if found is None:
        raise not_found("message")
    return found


def _file(key: str) -> UUID:
    id = as_uuid(key)
    if id is None:
        raise field_error("file", "This is no uuid of a file. POST the file to /v1/files first.")
    return id


def _narrowed(request: ApiRequest, query: Messages) -> QuerySet[Message]:
    rows = of_days(Message.objects.filter(agency_id=request.agency.id).select_related(*WITH), request, query, "send_at")
    if query.status:
        rows = rows.filter(narrowed_to_status(query.status))
    if query.channel:
        rows = rows.filter(channel=query.channel)
    if query.direction:
        rows = rows.filter(kind=Kind.INBOUND) if query.direction == "in" else rows.exclude(kind=Kind.INBOUND)
    if query.client:
        rows = rows.filter(client_id__in=[one.id for one in clients_keyed(request, query.client)])
    if query.event:
        rows = rows.filter(event_id=event_named(request, query.event).id)
    if query.contact:
        id = as_uuid(query.contact)
        rows = rows.filter(contact_id=id) if id else rows.filter(address_id__in=addresses(request, query.contact).values("id"))
    if query.search:
        meant = Contact.objects.filter(means(request.agency, query.search), agency_id=request.agency.id)
        rows = rows.filter(contact_id__in=meant.values("id"))
    return rows


def _attempt(row: Attempt) -> Record:
    ended = row.ended_at or row.started_at
    told = {"type": "attempt", "status": row.outcome or "under way", "code": row.code, "description": row.words, "gateway": row.gateway}
    return {"uuid": str(row.id), **told, "created_at": iso(row.started_at), "updated_at": iso(ended)}


def _receipt(row: Receipt) -> Record:
    told = {"type": "receipt", "status": row.status, "code": row.code, "description": row.words, "gateway": row.gateway}
    return {"uuid": str(row.id), **told, "created_at": iso(row.at), "updated_at": iso(row.at)}
