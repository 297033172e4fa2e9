"""The form of a template: its name, its channels, and its words in each language side by side. Auto messages and flow steps add to it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from duenotice.actions.auto_messages import Wording
from duenotice.web.languages import NAMES, language_name
from duenotice.web.messages.rows import CHANNELS
from duenotice.web.settings.costs import tell_cost
from duenotice.web.text import TextField
from duenotice.words.models import Template

# Those whose words stand side by side from the start.
FIRST = ("en", "es")
Words = Mapping[str, tuple[str, str]]


class WordsForm(forms.Form):
    """`data` is what was posted, `stored` subject and body by language as they are. Posted with `add`, it is only drawn again, with the
    language `added` besides: nothing is judged yet."""

    name = TextField(label=gettext_lazy("Name"), max_length=100)
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Channels"), choices=list(CHANNELS.items()), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: QueryDict | None, *, initial: Mapping[str, Any], stored: Words, agency: str) -> None:
        self.adding = data is not None and "add" in data
        added = data.get("added", "") if data is not None and self.adding else ""
        typed = data.getlist("language") if data else []
        self.languages = [code for code in NAMES if code in {*FIRST, *stored, *typed, added}]
        words = {f"subject_{code}": subject for code, (subject, _body) in stored.items()}
        words |= {f"body_{code}": body for code, (_subject, body) in stored.items()}
        super().__init__(data or None, initial={**initial, **words})
        for code in self.languages:
            self._add_language(code, agency, focus=code == added)
        if self.adding:
            self.initial = {name: field.widget.value_from_datadict(self.data, {}, name) for name, field in self.fields.items()}
            self.is_bound = False

    def _add_language(self, code: str, agency: str, *, focus: bool) -> None:
        name = language_name(code)
        attributes = {"lang": code, "dir": "auto", "data-takes-tags": True}
        self.fields[f"subject_{code}"] = TextField(
            label=_("Subject, %(language)s") % {"language": name},
            help_text=_("For email."),
            required=False,
            max_length=200,
            widget=forms.TextInput(attrs=attributes),
        )
        self.fields[f"body_{code}"] = TextField(
            lines=True,
            label=_("Message, %(language)s") % {"language": name},
            required=False,
            max_length=50_000,
            widget=forms.Textarea(attrs={**attributes, "rows": 7, "autofocus": focus}),
        )
        tell_cost(self, f"body_{code}", agency)

    @property
    def wordings(self) -> list[tuple[str, str, forms.BoundField, forms.BoundField]]:
        """Code, name, subject and body of each language shown."""
        return [(code, language_name(code), self[f"subject_{code}"], self[f"body_{code}"]) for code in self.languages]

    @property
    def missing(self) -> list[str]:
        """The languages shown that have no words yet."""
        return [name for _code, name, subject, body in self.wordings if not (subject.value() or body.value())]

    @property
    def others(self) -> list[tuple[str, str]]:
        """What can be added."""
        return [(code, language_name(code)) for code in NAMES if code not in self.languages]

    def typed_words(self) -> dict[str, Wording]:
        """The words by language, as the verbs take them."""
        typed = self.cleaned_data
        return {code: Wording(typed[f"subject_{code}"], typed[f"body_{code}"]) for code in self.languages}


def words_of(template: Template | None) -> dict[str, tuple[str, str]]:
    """A template's words by language, as the form takes them; the caller has read them with it."""
    return {row.language: (row.subject, row.body) for row in template.words.all()} if template else {}


def body_for_reader(words: Words) -> str:
    """The body in the reader's language, else in English; empty without either."""
    code = get_language() or "en"
    return words.get(code, words.get("en", ("", "")))[1]
