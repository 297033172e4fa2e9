"""Lookups: what is known of a phone number or an email address, by us and by the providers that the agency has switched on."""

from typing import Annotated, Any, Literal

from ninja import Query, Schema
from pydantic import ConfigDict, Field

from duenotice.api.calls import ApiRequest
from duenotice.api.errors import not_found
from duenotice.api.fields import Address, Given, Line200, as_uuid, iso
from duenotice.api.filters import Search, found_page, listed, of_days
from duenotice.api.find import addresses, contact_at
from duenotice.api.operation import Answer, Record, operation
from duenotice.lookups.asking import look_up
from duenotice.lookups.making import Question
from duenotice.lookups.models import Answer as Found
from duenotice.lookups.models import Lookup

Option = Literal["line", "reverse", "social"]
Purpose = Literal["reach", "check", "locate", "other"]
STAMP = "2026-11-24T20:00:00Z"
EXAMPLE: dict[str, Any] = {
    "uuid": "0198c0de-0000-7000-8000-000000000091",
    "contact": "+12025550143",
    "contact_uuid": None,
    "options": ["line"],
    "purpose": "reach",
    "done": True,
    "answers": [
        {
            "provider": "offline",
            "status": "hit",
            "code": None,
            "cached": False,
            "asked_at": STAMP,
            "facts": [{"name": "line_type", "value": "either", "sure": None}],
        }
    ],
    "created_at": STAMP,
    "updated_at": STAMP,
}


class LookupIn(Given):
    """What is asked, and why: the purpose is kept."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"contact": "(202) 555-0143", "options": ["line", "social"], "purpose": "reach"}}
    )
    contact: Annotated[Address, Field(description="A phone in any format, or an email.")]
    options: Annotated[list[Option], Field(description="Carrier and line type, whose it is, social profiles.")] = ["line"]
    purpose: Annotated[Purpose, Field(description="Never credit, work, housing or benefits.")] = "reach"
    contact_uuid: Annotated[Line200 | None, Field(description="The contact that it is about, which it is purged with.")] = None
    afresh: Annotated[bool, Field(description="Ask again, even if there is a recent answer.")] = False


class FactOut(Schema):
    """One thing found; `sure` is the provider's own confidence, from 0 to 1."""

    name: str
    value: str
    sure: float | None = None


class AnswerOut(Schema):
    """What one provider found. `status` is waiting, hit, miss, error or skipped; `code` says why there is nothing."""

    provider: str
    status: str
    code: str | None = None
    cached: bool
    asked_at: str | None = None
    facts: list[FactOut]


class LookupOut(Schema):
    """A lookup with its answers so far; `done` once none is waited for. What is found is a suggestion."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})
    uuid: str
    contact: str
    contact_uuid: str | None = None
    options: list[str]
    purpose: str
    done: bool
    answers: list[AnswerOut]
    created_at: str
    updated_at: str


@operation("POST", "/v1/lookups", permission="lookups", answer=LookupOut, status=201, tag="Lookups", summary="Create a lookup")
def create_lookup(request: ApiRequest, body: LookupIn) -> Record:
    """Our own knowledge is there at once; other providers answer in the background: read it again until it is done."""
    about = contact_at(request, body.contact_uuid) if body.contact_uuid else None
    question = Question(body.contact, list(dict.fromkeys(body.options)), body.purpose, about, body.afresh, request.caller.test)
    made = look_up(agency=request.agency, question=question, actor=request.actor, now=request.now)
    return _records(request, [made])[0]


@operation("GET", "/v1/lookups", permission="lookups", answer=list[LookupOut], tag="Lookups", summary="List lookups")
def list_lookups(request: ApiRequest, query: Query[Search]) -> Answer:
    """The newest first."""
    rows = of_days(Lookup.objects.filter(agency_id=request.agency.id).select_related("address"), request, query, "created_at")
    if query.contact:
        rows = rows.filter(address_id__in=addresses(request, query.contact))
    found = found_page(rows, ["-id"], query)
    return listed(request, query, found, _records(request, found.rows), "lookup")


@operation("GET", "/v1/lookups/{lookup}", permission="lookups", answer=LookupOut, tag="Lookups", summary="Read a lookup")
def read_lookup(request: ApiRequest, lookup: str) -> Record:
    """By its uuid."""
    id = as_uuid(lookup)
    found = Lookup.objects.select_related("address").filter(agency_id=request.agency.id, id=id).first() if id else None
    if found is None:
        raise not_found("lookup")
    return _records(request, [found])[0]


def _records(request: ApiRequest, rows: list[Lookup]) -> list[Record]:
    answers: dict[Any, list[Found]] = {row.id: [] for row in rows}
    for one in Found.objects.filter(agency_id=request.agency.id, lookup_id__in=list(answers)).order_by("id"):
        answers[one.lookup_id].append(one)
    return [_record(row, answers[row.id]) for row in rows]


def _record(row: Lookup, answers: list[Found]) -> Record:
    return {
        "uuid": str(row.id),
        "contact": row.address.value,
        "contact_uuid": str(row.contact_id) if row.contact_id else None,
        "options": row.options,
        "purpose": row.purpose,
        "done": all(one.status != "waiting" for one in answers),
        "answers": [
            {
                "provider": one.provider,
                "status": one.status,
                "code": one.code or None,
                "cached": one.cached,
                "asked_at": iso(one.asked_at),
                "facts": one.facts,
            }
            for one in answers
        ],
        "created_at": iso(row.created_at),
        "updated_at": iso(row.updated_at),
    }
