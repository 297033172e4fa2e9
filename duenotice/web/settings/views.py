"""Admin, Settings: mode, times, keywords and replies; pausing and going live (P2, M3)."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duenotice.actions.settings import save_settings
from duenotice.agencies.models import Mode
from duenotice.lib.local_time import NoSuchTime
from duenotice.messaging.readiness import readiness
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.chrome import rehearsing
from duenotice.web.messages.sending import no_such_time
from duenotice.web.settings.forms import SettingsForm


@page("settings")
def settings(request: PageRequest) -> HttpResponse:
    """Settings, and what the replies should say and do not."""
    form = SettingsForm(request.POST or None, agency=request.agency)
    if request.method == "POST" and form.is_valid() and _save(request, form):
        for words in form.advice():
            alert(request, "warning", words)
        return redirect("settings", request.agency.reference)
    return render(request, "web/settings/settings.html", {"form": form}, status=422 if form.errors else 200)


def _save(request: PageRequest, form: SettingsForm) -> bool:
    try:
        changed = save_settings(agency=request.agency, fields=form.settings(), actor=request.actor, now=request.now)
    except NoSuchTime as error:
        form.add_error("time_zone", no_such_time(error))
        return False
    alert(request, "success", _("Saved.") if changed else _("Nothing was changed."))
    if "time_zone" in changed:
        alert(request, "info", _("Coming events keep their local times, now in the new time zone, and their messages follow."))
    return True


@page("settings")
def live_mode(request: PageRequest) -> HttpResponse:
    """The readiness checklist; a press goes live."""
    if request.method == "POST":
        save_settings(agency=request.agency, fields={"mode": Mode.LIVE}, actor=request.actor, now=request.now)
        at_handsets = _("Live Mode: messages go to the built-in handset from now on.")
        at_people = _("Live Mode: messages go to real people from now on.")
        alert(request, "success", at_handsets if rehearsing(request.agency) else at_people)
        return redirect("settings", request.agency.reference)
    return render(request, "web/settings/live_mode.html", {"checks": readiness(request.agency, now=request.now)})


@require_POST
@page("settings")
def simulate_mode(request: PageRequest) -> HttpResponse:
    save_settings(agency=request.agency, fields={"mode": Mode.SIMULATE}, actor=request.actor, now=request.now)
    alert(request, "success", _("Simulate Mode: nothing leaves, messages end as simulated."))
    return redirect("settings", request.agency.reference)


@require_POST
@page("settings")
def pause(request: PageRequest) -> HttpResponse:
    fields = {"sending_paused_at": request.now, "sending_paused_by": request.user.id}
    save_settings(agency=request.agency, fields=fields, actor=request.actor, now=request.now)
    alert(request, "warning", _("Sending is paused. Messages wait until you press Resume sending."))
    return redirect("settings", request.agency.reference)


@require_POST
@page("settings")
def resume(request: PageRequest) -> HttpResponse:
    fields = {"sending_paused_at": None, "sending_paused_by": None}
    save_settings(agency=request.agency, fields=fields, actor=request.actor, now=request.now)
    alert(request, "success", _("Sending goes on. What waited and is not too late is sent now."))
    return redirect("settings", request.agency.reference)
