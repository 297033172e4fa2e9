"""Admin, Messaging, Sample templates: what each says, and importing it (A1, A2)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duenotice.actions.samples import import_auto_message, import_court_flow
from duenotice.flows.by_hand import every_auto_message
from duenotice.messaging.said_to import Shown
from duenotice.messaging.sample_words import sample_words
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import Action, alert
from duenotice.web.flows.timeline import sample_steps
from duenotice.web.languages import language_name
from duenotice.web.messaging.sample_form import CourtFlowForm
from duenotice.words.samples import COURT, Sample
from duenotice.words.samples_by_hand import BY_HAND

GROUPS: list[tuple[object, Mapping[str, Sample]]] = [
    (gettext_lazy("Reminders of a court date"), COURT),
    (gettext_lazy("Messages that staff send by hand"), BY_HAND),
]
EVERY = {**COURT, **BY_HAND}


@dataclass(frozen=True)
class Card:
    """One sample: its words by the name of the language, as they would leave, and whether the agency has one of its name."""

    key: str
    sample: Sample
    shown: list[tuple[str, str, Shown]]
    there: bool


@page("create_auto_messages")
def samples(request: PageRequest) -> HttpResponse:
    """Every sample with what it would say."""
    names = {one.template.name for one in every_auto_message(request.agency)}
    groups = [(heading, [_card(request, key, sample, names) for key, sample in group.items()]) for heading, group in GROUPS]
    words = {"groups": groups, "steps": sample_steps(), "form": CourtFlowForm(None, agency=request.agency)}
    return render(request, "web/messaging/samples.html", words)


@page("create_auto_messages")
def import_flow(request: PageRequest) -> HttpResponse:
    """Import the sample court flow."""
    form = CourtFlowForm(request.POST or None, agency=request.agency)
    if not form.is_valid():
        return redirect("samples", request.agency.reference)
    made = import_court_flow(agency=request.agency, missed=form.cleaned_data["missed"], actor=request.actor, now=request.now)
    alert(request, "success", _("%(name)s was imported. Choose it in the field Flow of an event.") % {"name": made.name})
    return redirect("flow", request.agency.reference, made.id)


@page("create_auto_messages")
def import_sample(request: PageRequest, key: str) -> HttpResponse:
    """Import one as an auto message."""
    if key not in EVERY:
        raise Http404("no such sample")
    if request.method == "POST":
        made = import_auto_message(agency=request.agency, sample=EVERY[key], actor=request.actor, now=request.now)
        words = _("%(name)s was imported. It is yours now: change its words as you like.") % {"name": EVERY[key].name}
        edit = Action(_("Edit it"), reverse("auto_message", args=[request.agency.reference, made.id]), "get")
        alert(request, "success", words, [edit] if "update_auto_messages" in request.permissions else [])
    return redirect("samples", request.agency.reference)


def _card(request: PageRequest, key: str, sample: Sample, names: set[str]) -> Card:
    shown = sample_words(request.agency, sample, now=request.now)
    return Card(key, sample, [(code, language_name(code), words) for code, words in shown.items()], str(sample.name) in names)
