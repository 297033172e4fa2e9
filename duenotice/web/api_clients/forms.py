"""The form about an API client."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from duenotice.accounts.models import User, agencies_of, permissions_of
from duenotice.accounts.permissions import PERMISSIONS
from duenotice.actions.api_clients import Wanted
from duenotice.agencies.models import Agency
from duenotice.programs.models import ApiClient
from duenotice.web.text import TextField


class ApiClientForm(forms.Form):
    """Its name, what it may do, and where; the template draws the permissions in groups."""

    name = TextField(label=_("Name"), max_length=100, help_text=_("Which program it is, for example: Case management system."))
    agencies = forms.MultipleChoiceField(
        label=_("Also acts for"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Agencies beside this one, its own.")
    )
    expires_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("After it the program is refused. Leave it empty for no end."),
    )
    test = forms.BooleanField(
        label=_("Test client"), required=False, help_text=_("Whatever it schedules is only simulated, in Live Mode too. Records are real.")
    )
    permissions = forms.MultipleChoiceField(label=_("Permissions"), choices=list(PERMISSIONS.items()), required=False)

    def __init__(self, agency: Agency, user: User, data: Mapping[str, Any] | None, *, client: ApiClient | None = None) -> None:
        super().__init__(data, initial=_initial(agency, client) if client else None)
        self.agency = agency
        offered = _offered(agency, user)
        self.fields["agencies"].choices = [(str(one.id), one.name) for one in offered]  # type: ignore[attr-defined]
        if not offered:
            del self.fields["agencies"]

    def wanted(self) -> Wanted:
        typed = self.cleaned_data
        return Wanted(
            name=typed["name"],
            permissions=typed["permissions"],
            agency_ids=[UUID(one) for one in typed.get("agencies", [])],
            test=typed["test"],
            expires_at=_end_of(typed["expires_on"], self.agency),
        )


def _offered(agency: Agency, user: User) -> list[Agency]:
    """The other agencies in which the user may manage API clients."""
    return [one for one in agencies_of(user) if one.id != agency.id and "api" in (permissions_of(user, one.id) or ())]


def _end_of(day: date | None, agency: Agency) -> datetime | None:
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(agency.time_zone)) if day else None


def _initial(agency: Agency, client: ApiClient) -> dict[str, Any]:
    ends = client.expires_at.astimezone(ZoneInfo(agency.time_zone)) - timedelta(seconds=1) if client.expires_at else None
    return {
        "name": client.name,
        "agencies": [str(id) for id in client.agency_ids],
        "expires_on": ends.date() if ends else None,
        "test": client.test,
        "permissions": client.permissions,
    }
