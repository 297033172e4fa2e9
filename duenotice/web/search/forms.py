"""The form of quick search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from duenotice.web.text import TextField


class QuickSearch(forms.Form):
    """One text that may mean anything (F1)."""

    q = TextField(label=_("Name, reference, phone, email or event"), max_length=200, required=False)
