"""The filters of the activity log."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from duenotice.accounts.models import Membership, User
from duenotice.agencies.activity_search import ActivitySearch
from duenotice.agencies.models import Agency
from duenotice.web.activity.sentences import ACTORS, KINDS, VERBS
from duenotice.web.days import DayField, midnight

ANY: list[tuple[str, Any]] = [("", _("Any"))]


def verbs() -> list[tuple[str, Any]]:
    """Every verb in the reader's language, in its order of letters."""
    return ANY + sorted(((code, str(words) % {"what": "…"}) for code, words in VERBS.items()), key=lambda verb: verb[1])


class ActivityFilter(forms.Form):
    """Who, what, on which kind of record, when. Days are the agency's."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    verb = forms.ChoiceField(label=_("What"), choices=verbs, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[*ANY, *KINDS.items()], required=False)
    first = DayField(label=_("From"))
    last = DayField(label=_("To"))
    record = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, asked: QueryDict, agency: Agency) -> None:
        super().__init__(asked)
        members = Membership.objects.filter(agency_id=agency.id).values("user_id")
        users = User.objects.filter(Q(id__in=members) | Q(is_super_admin=True)).order_by("name", "id")
        self.fields["who"].choices = [*ANY, *ACTORS.items(), *((str(user.id), user.name) for user in users)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("This day is before the first one."))
        return cleaned

    def wanted(self) -> ActivitySearch | None:
        """What is asked for; None where the form has errors."""
        if not self.is_valid():
            return None
        asked = self.cleaned_data
        who, last = asked["who"], asked["last"]
        return ActivitySearch(
            actor_kind=who if who in ACTORS else "",
            actor_id=UUID(who) if who and who not in ACTORS else None,
            verb=asked["verb"],
            kind=asked["kind"],
            record=asked["record"],
            since=midnight(asked["first"]),
            until=midnight(last + timedelta(days=1) if last else None),
        )
