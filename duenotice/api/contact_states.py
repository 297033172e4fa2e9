"""Consent and replacement of contacts, as nouns (O1, O2, C5)."""

from ninja import Query, Schema
from pydantic import ConfigDict

from duenotice.actions.consent import Cause, opt_in, opt_out
from duenotice.actions.contacts import replace_contact
from duenotice.api.calls import ApiRequest
from duenotice.api.contact_records import ContactOut, contact_record
from duenotice.api.fields import Address, Given, iso
from duenotice.api.find import contact_at
from duenotice.api.operation import Answer, Record, operation
from duenotice.api.paging import Paged, link, page
from duenotice.contacts.models import ConsentEvent


class Replacement(Given):
    """The address that takes the contact's place."""

    model_config = ConfigDict(json_schema_extra={"example": {"contact": "(202) 555-0144"}})
    contact: Address


class ConsentOut(Schema):
    """One change of an address's consent. `change` is out, in, unset or unclear; `how` is staff, keyword, portal, api …"""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "uuid": "0198c0de-0000-7000-8000-000000000031",
                "change": "out",
                "how": "keyword",
                "words": "STOP",
                "message": "0198c0de-0000-7000-8000-000000000051",
                "wording_version": "1",
                "created_at": "2026-11-24T20:00:00Z",
                "updated_at": "2026-11-24T20:00:00Z",
            }
        }
    )
    uuid: str
    change: str
    how: str
    words: str
    message: str | None
    wording_version: str
    created_at: str
    updated_at: str


@operation(
    "POST", "/v1/contacts/{contact}/opt-out", permission="update_contacts", answer=ContactOut, tag="Contacts", summary="Opt a contact out"
)
def opt_contact_out(request: ApiRequest, contact: str) -> Record:
    """Holds for every contact of its address in the agency. What is scheduled to it is deleted, and nothing more is sent."""
    found = contact_at(request, contact)
    opt_out(agency=request.agency, address_ids=[found.address_id], cause=Cause("api"), actor=request.actor, now=request.now)
    return contact_record(request, found)


@operation(
    "DELETE", "/v1/contacts/{contact}/opt-out", permission="update_contacts", answer=ContactOut, tag="Contacts", summary="Opt a contact in"
)
def opt_contact_in(request: ApiRequest, contact: str) -> Record:
    """At the person's request. Messages are created for it from then on; nothing is synced by itself."""
    found = contact_at(request, contact)
    opt_in(agency=request.agency, address_ids=[found.address_id], cause=Cause("api"), actor=request.actor, now=request.now)
    return contact_record(request, found)


@operation(
    "POST",
    "/v1/contacts/{contact}/replacement",
    permission="update_contacts",
    answer=ContactOut,
    status=201,
    tag="Contacts",
    summary="Replace a contact",
)
def replace(request: ApiRequest, contact: str, body: Replacement) -> Record:
    """Makes a contact of the new address, archives the old one and links both; answers the new one. Consent stays with each address."""
    found = contact_at(request, contact)
    done = replace_contact(agency=request.agency, contact=found, entered=body.contact, actor=request.actor, now=request.now)
    return contact_record(request, done.contact)


@operation(
    "GET", "/v1/contacts/{contact}/consent", permission="view_contacts", answer=list[ConsentOut], tag="Contacts", summary="Consent ledger"
)
def read_consent(request: ApiRequest, contact: str, query: Query[Paged]) -> Answer:
    """Every change of its address's consent, the newest first."""
    rows = ConsentEvent.objects.filter(agency_id=request.agency.id, address_id=contact_at(request, contact).address_id)
    found = page(rows.select_related("words"), ["-id"], query)
    return Answer([_entry(row) for row in found.rows], headers=link(request, found.next))


def _entry(row: ConsentEvent) -> Record:
    return {
        "uuid": str(row.id),
        "change": row.change,
        "how": row.how,
        "words": row.words.text if hasattr(row, "words") else "",
        "message": str(row.message_id) if row.message_id else None,
        "wording_version": row.wording_version,
        "created_at": iso(row.at),
        "updated_at": iso(row.at),
    }
