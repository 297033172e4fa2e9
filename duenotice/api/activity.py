"""The activity log (P6): what happened, to which record, by whom, by ids alone."""

from typing import Annotated, Any

from ninja import Query, Schema
from pydantic import ConfigDict, Field

from duenotice.agencies.models import Activity
from duenotice.api.calls import ApiRequest
from duenotice.api.errors import field_error
from duenotice.api.fields import Day, Line60, as_uuid, iso
from duenotice.api.filters import Search, of_days
from duenotice.api.operation import Answer, Record, operation
from duenotice.api.paging import Paged, link, page


class Activities(Paged):
    """How the list can be narrowed."""

    record: Annotated[str | None, Field(max_length=45, description="The uuid of the record that it happened to.")] = None
    verb: Annotated[Line60 | None, Field(description="What happened, such as opted_out or viewed.")] = None
    from_date: Annotated[Day | None, Field(description="The first day, in the agency's time zone.")] = None
    to_date: Annotated[Day | None, Field(description="The last day, in the agency's time zone.")] = None


class ActivityOut(Schema):
    """One thing that happened. `actor_kind` is user, api, keyword, gateway, portal, person or system."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "uuid": "0198c0de-0000-7000-8000-000000000091",
                "verb": "opted_out",
                "record_kind": "contact",
                "record": "0198c0de-0000-7000-8000-000000000021",
                "actor_kind": "keyword",
                "actor": None,
                "from_ip": None,
                "detail": {"how": "keyword"},
                "created_at": "2026-11-24T20:00:00Z",
                "updated_at": "2026-11-24T20:00:00Z",
            }
        }
    )
    uuid: str
    verb: str
    record_kind: str
    record: str
    actor_kind: str
    actor: str | None
    from_ip: str | None
    detail: dict[str, Any]
    created_at: str
    updated_at: str


@operation("GET", "/v1/activity", permission="activity", answer=list[ActivityOut], tag="Activity", summary="List activity")
def list_activity(request: ApiRequest, query: Query[Activities]) -> Answer:
    """The latest first."""
    days = Search(from_date=query.from_date, to_date=query.to_date)
    rows = of_days(Activity.objects.filter(agency_id=request.agency.id), request, days, "at")
    if query.record:
        id = as_uuid(query.record)
        if id is None:
            raise field_error("record", "This is no uuid.")
        rows = rows.filter(record_id=id)
    if query.verb:
        rows = rows.filter(verb=query.verb)
    found = page(rows, ["-id"], query)
    return Answer([_record(row) for row in found.rows], headers=link(request, found.next))


def _record(row: Activity) -> Record:
    return {
        "uuid": str(row.id),
        "verb": row.verb,
        "record_kind": row.record_kind,
        "record": str(row.record_id),
        "actor_kind": row.actor_kind,
        "actor": str(row.actor_id) if row.actor_id else None,
        "from_ip": row.from_ip,
        "detail": row.detail,
        "created_at": iso(row.at),
        "updated_at": iso(row.at),
    }
