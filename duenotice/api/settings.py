"""What a program needs to know of the agency that it acts for, and of itself."""

from typing import Any

from ninja import Schema
from pydantic import ConfigDict

from duenotice.api.calls import ANYONE, ApiRequest
from duenotice.api.fields import iso
from duenotice.api.operation import Record, operation

EXAMPLE: dict[str, Any] = {
    "uuid": "0198c0de-0000-7000-8000-000000000001",
    "agency_reference": "riverton",
    "name": "Riverton County Court",
    "mode": "live",
    "time_zone": "America/New_York",
    "region": "US",
    "language": "en",
    "one_off_delay_minutes": 5,
    "quiet_from": "20:00",
    "quiet_until": "08:00",
    "duplicate_window_minutes": 30,
    "support_email": "help@riverton.example.com",
    "help_phone": "202-555-0100",
    "agencies": ["riverton"],
    "permissions": ["create_clients", "view_clients"],
    "test": False,
    "created_at": "2026-11-24T20:00:00Z",
    "updated_at": "2026-11-24T20:00:00Z",
}


class SettingsOut(Schema):
    """The agency's settings; the agencies that the API client acts for, what this token may do, and whether it only simulates."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})
    uuid: str
    agency_reference: str
    name: str
    mode: str
    time_zone: str
    region: str
    language: str
    one_off_delay_minutes: int
    quiet_from: str
    quiet_until: str
    duplicate_window_minutes: int
    support_email: str
    help_phone: str
    agencies: list[str]
    permissions: list[str]
    test: bool
    created_at: str
    updated_at: str


@operation("GET", "/v1/settings", permission=ANYONE, answer=SettingsOut, tag="Settings", summary="Read the settings")
def read_settings(request: ApiRequest) -> Record:
    """For any token."""
    agency = request.agency
    return {
        "uuid": str(agency.id),
        "agency_reference": agency.reference,
        **{name: getattr(agency, name) for name in ("name", "mode", "time_zone", "region", "language", "support_email", "help_phone")},
        "one_off_delay_minutes": agency.one_off_delay_minutes,
        "duplicate_window_minutes": agency.duplicate_window_minutes,
        "quiet_from": f"{agency.quiet_from:%H:%M}",
        "quiet_until": f"{agency.quiet_until:%H:%M}",
        "agencies": [one.reference for one in request.caller.agencies],
        "permissions": sorted(request.permissions),
        "test": request.caller.test,
        "created_at": iso(agency.created_at),
        "updated_at": iso(agency.created_at),
    }
