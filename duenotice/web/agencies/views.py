"""Founding an agency."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from duenotice.accounts.models import User
from duenotice.actions.agencies import ReferenceInUse, create_agency
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.web.access import signed_in
from duenotice.web.agencies.forms import AgencyForm
from duenotice.web.alerts import alert


@signed_in
def new_agency(request: HttpRequest) -> HttpResponse:
    if not cast(User, request.user).is_super_admin:
        raise PermissionDenied
    form = AgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (agency := _create(request, form)):
        told = _("%(name)s is ready, in simulate mode. Next, invite its administrators.") % {"name": agency.name}
        alert(request, "success", told)
        return redirect("users", agency.reference)
    return render(request, "web/agencies/form.html", {"form": form}, status=422 if form.errors else 200)


def _create(request: HttpRequest, form: AgencyForm) -> Agency | None:
    user = cast(User, request.user)
    actor = Actor("user", user.id, request.META.get("REMOTE_ADDR"))
    try:
        return create_agency(**form.cleaned_data, by=user, actor=actor, now=timezone.now())
    except ReferenceInUse as error:
        form.add_error("reference", str(error))
        return None
