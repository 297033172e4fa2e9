"""A test message from the screen of an agency phone or email."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duenotice.actions.composing import CannotCompose
from duenotice.actions.testing import send_test
from duenotice.messaging.models import Message
from duenotice.senders.models import Sender
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import Action, alert
from duenotice.web.messages.rows import CHANNELS
from duenotice.web.settings.sender_told import inbound_url
from duenotice.web.text import TextField


class TrialForm(forms.Form):
    """Where the test goes, and by which of the sender's channels."""

    to = TextField(label=gettext_lazy("Send a test to"), help_text=gettext_lazy("Your own phone or email."), max_length=254)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"))

    def __init__(self, data: Any = None, *, sender: Sender) -> None:
        super().__init__(data)
        self.fields["channel"].choices = [(one, CHANNELS[one]) for one in sender.channels]  # type: ignore[attr-defined]


@page("settings")
def try_sender(request: PageRequest, id: UUID) -> HttpResponse:
    """What is left to do once an agency phone or email is added: what the carrier has to be told, a test message, going live."""
    sender = get_object_or_404(Sender, agency_id=request.agency.id, id=id)
    form = TrialForm(request.POST or None, sender=sender)
    if form.is_valid() and (made := _sent(request, sender, form)):
        words = _("The test message is on its way.") if request.agency.live else _("Simulate Mode: the test message is only simulated.")
        see = Action(_("See what becomes of it"), reverse("message", args=[request.agency.reference, made.id]), "get")
        alert(request, "success", words, [see])
        return redirect("try_sender", request.agency.reference, sender.id)
    words_for = {"form": form, "sender": sender, "inbound": inbound_url(sender)}
    return render(request, "web/settings/trial.html", words_for, status=422 if form.errors else 200)


def _sent(request: PageRequest, sender: Sender, form: TrialForm) -> Message | None:
    try:
        return send_test(agency=request.agency, sender=sender, actor=request.actor, now=request.now, **form.cleaned_data)
    except CannotCompose as refused:
        form.add_error("to", str(refused))
        return None
