"""The forms about messages. What they take is checked by the verbs; here is only what a browser may send at all."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from duenotice.messaging.models import Status
from duenotice.web.text import TextField


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; the verbs say which are too many."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        return [one for one in (data or []) if one]


class ComposeForm(forms.Form):
    """What a person composes. Choices depend on the contact: `for_recipient` fills them in."""

    to = forms.ChoiceField(label=_("To"), required=False)
    sender = forms.ChoiceField(label=_("From Phone"), required=False)
    template = forms.ChoiceField(label=_("Auto Messages"), required=False)
    event = forms.ChoiceField(label=_("Event"), required=False)
    subject = TextField(label=_("Subject"), required=False, max_length=200)
    # How long it may be depends on the channel; the verb says.
    body = TextField(lines=True, label=_("Message"), required=False, max_length=100_000, widget=forms.Textarea(attrs={"rows": 6}))
    files = FilesField(label=_("Files"), required=False)  # type: ignore[assignment]  # a form calls its uploads so too
    send_date = forms.DateField(label=_("Send Date"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    send_time = forms.TimeField(label=_("Send Time"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    quiet_anyway = forms.BooleanField(label=_("Send anyway, during quiet hours"), required=False)
    repeat_anyway = forms.BooleanField(label=_("Send anyway, although it repeats an earlier message"), required=False)


class FeedFilter(forms.Form):
    """What narrows the feed; in the address, so that it can be shared."""

    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("Any")), *[choice for choice in Status.choices if choice[0] != Status.CLAIMED]],
    )
    channel = forms.ChoiceField(
        label=_("Channel"),
        required=False,
        choices=[("", _("Any")), ("text", _("Text")), ("voice", _("Voice")), ("email", _("Email")), ("fax", _("Fax"))],
    )
    direction = forms.ChoiceField(
        label=_("Direction"), required=False, choices=[("", _("Sent and received")), ("out", _("Sent")), ("in", _("Received"))]
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
