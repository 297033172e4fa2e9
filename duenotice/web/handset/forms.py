"""What the person at a handset answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from duenotice.web.text import TextField


class AnswerForm(forms.Form):
    body = TextField(lines=True, label=_("Answer"), max_length=1600, widget=forms.Textarea(attrs={"rows": 2}))
