"""The form of a bulk action: what to do, and to which records (F3)."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duenotice.actions.bulk import Bulk
from duenotice.actions.bulk_outcome import Verb
from duenotice.contacts.whole_search import Records, What
from duenotice.web.clients.forms import SearchClients
from duenotice.web.contacts.forms import CHANNELS, TYPES, SearchContacts

MOST_IDS = 1000
LABELS: dict[Verb, str | Promise] = {
    Verb.OPT_OUT: _("Opt Out"),
    Verb.ARCHIVE: _("Archive"),
    Verb.TRASH: _("Trash"),
    Verb.RESTORE: _("Restore"),
    Verb.SET_CHANNEL: _("Set channel"),
    Verb.SET_TYPE: _("Set type"),
}
OF_CLIENTS = [Verb.ARCHIVE, Verb.TRASH, Verb.RESTORE]


class BulkForm(forms.Form):
    """`ids` are those ticked in a list; without any, it is for all that `search`, the list's own address, finds."""

    action = forms.ChoiceField(label=_("What to do"), widget=forms.RadioSelect)
    channel = forms.ChoiceField(label=_("Channel"), choices=CHANNELS, required=False)
    type = forms.ChoiceField(label=_("Type"), choices=TYPES, required=False)
    search = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)

    def __init__(self, what: What, data: QueryDict, *, chosen: bool) -> None:
        super().__init__(data if chosen else None, initial={"search": data.get("search", "")})
        self.what = what
        self.ids = data.getlist("id")[:MOST_IDS]
        verbs = OF_CLIENTS if what == "client" else list(Verb)
        self.fields["action"].choices = [(verb.value, LABELS[verb]) for verb in verbs]  # type: ignore[attr-defined]
        if what == "client":
            del self.fields["channel"], self.fields["type"]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        try:
            typed["records"] = Records(self.what, tuple(UUID(id) for id in self.ids), None if self.ids else self._search(typed))
        except ValueError:
            self.add_error(None, _("The selection could not be read. Go back to the list and tick again."))
        return typed

    def bulk(self) -> Bulk:
        """What is asked for, once it is valid."""
        verb = Verb(self.cleaned_data["action"])
        to = {Verb.SET_CHANNEL: "channel", Verb.SET_TYPE: "type"}.get(verb)
        return Bulk(verb, self.cleaned_data["records"], self.cleaned_data[to] if to else "")

    def _search(self, typed: dict[str, Any]) -> Any:
        """Raises ValueError for one that the list itself would not take."""
        form = (SearchClients if self.what == "client" else SearchContacts)(QueryDict(typed.get("search", "")))
        wanted = form.wanted()
        if wanted is None:
            raise ValueError("no such search")
        return wanted
