"""The agency's locations and statuses of events, by their names; one named for the first time is created."""

from duenotice.actions.event_lists import save_location, save_status
from duenotice.api.calls import ApiRequest
from duenotice.events.models import Location, Status


def location_called(request: ApiRequest, name: str) -> Location | None:
    """The location of this name, in upper or lower case; none for no name."""
    if not name:
        return None
    found = Location.objects.filter(agency_id=request.agency.id, name__iexact=name).first()
    if found is None:
        found = Location(agency=request.agency, name=name, created_at=request.now)
        save_location(agency=request.agency, location=found, actor=request.actor, now=request.now)
    return found


def status_called(request: ApiRequest, name: str) -> Status | None:
    """The status of this name, in upper or lower case; none for no name."""
    if not name:
        return None
    found = Status.objects.filter(agency_id=request.agency.id, name__iexact=name).first()
    if found is None:
        found = Status(agency=request.agency, name=name, created_at=request.now)
        save_status(agency=request.agency, status=found, actor=request.actor, now=request.now)
    return found
