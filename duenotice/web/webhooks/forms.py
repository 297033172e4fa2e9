"""The form about a webhook."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duenotice.web.text import TextField
from duenotice.webhooks.managing import Wanted
from duenotice.webhooks.models import Endpoint
from duenotice.webhooks.targets import LONGEST
from duenotice.webhooks.types import EVERY, TYPES


class WebhookForm(forms.Form):
    """Its name, where it goes, and what is told; the template draws the types in groups."""

    name = TextField(label=_("Name"), max_length=100, help_text=_("Which program it is, for example: Case management system."))
    url = TextField(
        label=_("Address (URL)"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("Where the program listens, for example: https://example.com/hooks."),
    )
    types = forms.MultipleChoiceField(
        label=_("Types of changes"),
        choices=[(one, one) for one in sorted(TYPES | EVERY)],
        error_messages={"required": _("Choose at least one type of change.")},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, endpoint: Endpoint | None = None) -> None:
        initial = {"name": endpoint.name, "url": endpoint.url, "types": endpoint.types} if endpoint else None
        super().__init__(data, initial=initial)

    def wanted(self) -> Wanted:
        typed = self.cleaned_data
        return Wanted(typed["name"], typed["url"], typed["types"])
