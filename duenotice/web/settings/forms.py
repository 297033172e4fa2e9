"""The forms of Admin, Settings."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from duenotice.agencies.models import Agency
from duenotice.contacts.parse import NotAnAddress, parse
from duenotice.web.settings.costs import tell_cost
from duenotice.web.text import TextField
from duenotice.words.replies import WORDING, Kind
from duenotice.words.reply_rules import BadReply, advice, check_reply

KINDS: list[Kind] = ["stop", "start", "help"]
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
MOST_WORDS = 20
LONGEST_WORD = 30
ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix/", "right/")))


class KeywordsField(TextField):
    """Keywords divided by commas."""

    def clean(self, value: Any) -> list[str]:
        words = list(dict.fromkeys(word.strip().casefold() for word in super().clean(value).replace("\n", ",").split(",") if word.strip()))
        if len(words) > MOST_WORDS:
            raise ValidationError(_("At most %(most)d words."), params={"most": MOST_WORDS})
        if any(len(word) > LONGEST_WORD for word in words):
            raise ValidationError(_("A keyword has at most %(most)d characters."), params={"most": LONGEST_WORD})
        return words


def _lines(label: Any, hint: Any = "") -> TextField:
    return TextField(lines=True, max_length=1000, label=label, help_text=hint, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class SettingsForm(forms.Form):
    """`agency` gives what stands there now."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=[(zone, zone.replace("_", " ")) for zone in ZONES])
    one_off_delay_minutes = forms.IntegerField(
        label=_("Delay in minutes"),
        help_text=_("How long a message with no date waits, so that it can be cancelled. 0 sends at once."),
        min_value=0,
        max_value=1440,
    )
    quiet_from = forms.TimeField(label=_("Quiet hours from"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    quiet_until = forms.TimeField(label=_("Quiet hours until"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    duplicate_window_minutes = forms.IntegerField(
        label=_("Duplicate window in minutes"),
        help_text=_("The same words to the same contact within this time are refused, unless somebody insists."),
        min_value=0,
        max_value=10080,
    )
    corrects_by_itself = forms.BooleanField(
        label=_("Correct moved events by itself"),
        help_text=_("When the API or an upload moves an event, those already reminded are sent one correction. Staff are asked each time."),
        required=False,
    )
    approve_above = forms.IntegerField(
        label=_("Approval for more than so many messages"),
        help_text=_(
            "More automated messages than this, made within an hour to go within an hour, wait until a person has approved them."
            " Empty: they all go by themselves."
        ),
        min_value=0,
        max_value=1_000_000,
        required=False,
    )
    auto_trash_days = forms.IntegerField(
        label=_("Auto Trash Archived Data"),
        help_text=_("Days after which archived records go to the trash by themselves. Empty: never."),
        min_value=1,
        max_value=3650,
        required=False,
    )
    auto_delete_days = forms.IntegerField(
        label=_("Auto Delete Trashed Data"),
        help_text=_("Days after which what is in the trash is deleted for good, with its messages. Empty: never."),
        min_value=1,
        max_value=3650,
        required=False,
    )
    support_email = forms.EmailField(
        label=_("Support address"), help_text=_("Where the Ticket button reports problems to."), required=False
    )
    help_phone = TextField(label=_("Help phone"), help_text=_("Named in the reply to HELP."), required=False, max_length=40)
    stop_words = KeywordsField(
        max_length=700, label=_("More words for STOP"), help_text=_("Divided by commas. STOP and its kin always count."), required=False
    )
    start_words = KeywordsField(max_length=700, label=_("More words for START"), required=False)
    help_words = KeywordsField(max_length=700, label=_("More words for HELP"), required=False)
    reply_stop_en = _lines(_("Reply to STOP, English"), _("Empty uses ours. Say that court dates still stand."))
    reply_stop_es = _lines(_("Reply to STOP, Spanish"))
    reply_start_en = _lines(_("Reply to START, English"))
    reply_start_es = _lines(_("Reply to START, Spanish"))
    reply_help_en = _lines(_("Reply to HELP, English"))
    reply_help_es = _lines(_("Reply to HELP, Spanish"))

    def __init__(self, data: Any = None, *, agency: Agency) -> None:
        own = {f"reply_{kind}_{language}": words for kind, by in agency.replies.items() for language, words in by.items()}
        lists = {name: ", ".join(getattr(agency, name)) for name in ("stop_words", "start_words", "help_words")}
        super().__init__(data, initial={**{name: getattr(agency, name, None) for name in self.base_fields}, **lists, **own})
        self.region = agency.region
        for kind in KINDS:
            for language, _label in LANGUAGES:
                name = f"reply_{kind}_{language}"
                self.fields[name].widget.attrs["placeholder"] = WORDING[kind][language]
                tell_cost(self, name, agency.reference)

    def clean_help_phone(self) -> str:
        typed = str(self.cleaned_data["help_phone"])
        try:
            parsed = parse(typed, region=self.region) if typed else None
        except NotAnAddress as refused:
            raise ValidationError(str(refused)) from refused
        if parsed and (parsed.kind != "phone" or parsed.invalid_reason):
            raise ValidationError(_("Type a phone number that people can call, for example (202) 555-0100."))
        return parsed.value if parsed else ""

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("quiet_from") is not None and typed.get("quiet_from") == typed.get("quiet_until"):
            self.add_error("quiet_until", _("Quiet hours have to end at another time than they begin."))
        for name in [name for name in typed if name.startswith("reply_")]:
            try:
                check_reply(str(typed[name]))
            except BadReply as bad:
                self.add_error(name, str(bad))
        return typed

    def settings(self) -> dict[str, Any]:
        """What to save, by the names of the agency's fields."""
        typed = self.cleaned_data
        replies = {
            kind: {language: words for language, _label in LANGUAGES if (words := typed[f"reply_{kind}_{language}"].strip())}
            for kind in KINDS
        }
        plain = {name: value for name, value in typed.items() if not name.startswith("reply_")}
        return {**plain, "replies": {kind: words for kind, words in replies.items() if words}}

    def advice(self) -> list[str]:
        """What the replies should say and do not."""
        return [
            f"{self.fields[f'reply_{kind}_{language}'].label}: {words}"
            for kind in KINDS
            for language, _label in LANGUAGES
            for words in advice(kind, self.cleaned_data[f"reply_{kind}_{language}"])
        ]
