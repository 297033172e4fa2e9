"""The form of one auto message: its name, its channels, and its words in each language."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duenotice.actions.auto_messages import Wording
from duenotice.agencies.models import Agency
from duenotice.flows.models import AutoMessage
from duenotice.web.messages.rows import CHANNELS
from duenotice.web.settings.costs import tell_cost
from duenotice.web.settings.forms import LANGUAGES
from duenotice.web.text import TextField


def _body(label: Any) -> TextField:
    return TextField(lines=True, label=label, required=False, max_length=50_000, widget=forms.Textarea(attrs={"rows": 5}))


class AutoMessageForm(forms.Form):
    name = TextField(label=_("Name"), max_length=100)
    channels = forms.MultipleChoiceField(label=_("Channels"), choices=list(CHANNELS.items()), widget=forms.CheckboxSelectMultiple)
    subject_en = TextField(label=_("Subject, English"), help_text=_("For email."), required=False, max_length=200)
    body_en = _body(_("Message, English"))
    subject_es = TextField(label=_("Subject, Spanish"), required=False, max_length=200)
    body_es = _body(_("Message, Spanish"))

    def __init__(self, data: Any = None, *, auto_message: AutoMessage | None, agency: Agency) -> None:
        initial: dict[str, Any] = {}
        if auto_message is not None:
            initial = {"name": auto_message.template.name, "channels": auto_message.channels}
            for words in auto_message.template.words.filter(agency_id=agency.id):
                initial |= {f"subject_{words.language}": words.subject, f"body_{words.language}": words.body}
        super().__init__(data, initial=initial or {"channels": ["text", "email"]})
        for language, _label in LANGUAGES:
            tell_cost(self, f"body_{language}", agency.reference)

    def typed(self) -> dict[str, Any]:
        """What to save, as the verb takes it."""
        typed = self.cleaned_data
        wordings = {
            language: Wording(typed[f"subject_{language}"], typed[f"body_{language}"].replace("\r\n", "\n"))
            for language, _label in LANGUAGES
        }
        return {"name": typed["name"], "channels": typed["channels"], "wordings": wordings}
