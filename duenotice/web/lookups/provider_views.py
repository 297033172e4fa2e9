"""Admin, Lookup providers: which are on, what they were told, and the limits (K3)."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duenotice.actions.settings import save_settings
from duenotice.lookups.models import Switch
from duenotice.lookups.providers import sample
from duenotice.lookups.registry import PROVIDERS
from duenotice.lookups.switching import NotTold, set_switch
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.lookups.forms import Limits, SwitchForm
from duenotice.web.lookups.words import OPTIONS, provider_name


@page("settings")
def lookup_providers(request: PageRequest) -> HttpResponse:
    """All of them on one page, with one Save."""
    typed = request.POST or None
    limits, switches = Limits(typed, agency=request.agency), _switches(request)
    if request.method == "POST" and all([limits.is_valid(), *(form.is_valid() for form in switches.values())]) and _save(request, switches):
        save_settings(agency=request.agency, fields=limits.cleaned_data, actor=request.actor, now=request.now)
        alert(request, "success", _("Saved."))
        return redirect("lookup_providers", request.agency.reference)
    wrong = bool(limits.errors) or any(form.errors for form in switches.values())
    rows = [(key, provider_name(key), _serves(key), form, form.resting(request.now)) for key, form in switches.items()]
    return render(request, "web/lookups/providers.html", {"limits": limits, "rows": rows}, status=422 if wrong else 200)


def _switches(request: PageRequest) -> dict[str, SwitchForm]:
    stored = {row.provider: row for row in Switch.objects.filter(agency_id=request.agency.id)}
    keys = [*([sample.KEY] if settings.HANDSET else []), *PROVIDERS]
    return {key: SwitchForm(request.POST or None, key=key, provider=PROVIDERS.get(key), switch=stored.get(key)) for key in keys}


def _save(request: PageRequest, switches: dict[str, SwitchForm]) -> bool:
    for key, form in switches.items():
        on = form.cleaned_data["on"]
        try:
            if on or form.initial["on"] or any(form.typed().values()):
                set_switch(agency=request.agency, provider=key, on=on, typed=form.typed(), actor=request.actor, now=request.now)
        except NotTold as refused:
            form.add_error("on", str(refused))
    return not any(form.errors for form in switches.values())


def _serves(key: str) -> str:
    """What it can answer, in words."""
    answers = sample.ANSWERS if key == sample.KEY else PROVIDERS[key].answers
    words = {"phone": _("of phones"), "email": _("of emails")}
    parts = [
        f"{', '.join(str(label) for option, label in OPTIONS if option in served)} ({words[kind]})"
        for kind, served in answers.items()
        if served
    ]
    return "; ".join(parts)
