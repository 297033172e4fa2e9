"""Admin, Roles: what each role allows."""

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from duenotice.accounts.granting import Refused
from duenotice.accounts.models import Membership, Role
from duenotice.accounts.permissions import PERMISSIONS, expand
from duenotice.actions.roles import RoleNameTaken, create_role, delete_role, update_role
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.people.forms import RoleForm
from duenotice.web.people.ticks import groups


@page("roles")
def roles(request: PageRequest) -> HttpResponse:
    members = Membership.objects.filter(agency_id=request.agency.id).values("role_id").annotate(users=Count("id")).order_by()
    users = {row["role_id"]: row["users"] for row in members}
    found = Role.objects.filter(agency_id=request.agency.id).order_by("name")
    rows = [(role, len(expand(role.permissions)), users.get(role.id, 0)) for role in found]
    return render(request, "web/people/roles.html", {"rows": rows, "all": len(PERMISSIONS)})


@page("roles")
def new_role(request: PageRequest) -> HttpResponse:
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _save(request, form, None):
        return redirect("roles", request.agency.reference)
    return _draw(request, form, None)


@page("roles")
def role(request: PageRequest, id: UUID) -> HttpResponse:
    stored = role_or_404(request, id)
    form = RoleForm(request.POST or None, initial={"name": stored.name, "permissions": stored.permissions})
    if request.method == "POST" and form.is_valid() and _save(request, form, stored):
        return redirect("roles", request.agency.reference)
    return _draw(request, form, stored)


@page("roles")
def delete(request: PageRequest, id: UUID) -> HttpResponse:
    stored = role_or_404(request, id)
    if request.method != "POST":
        return redirect("role", request.agency.reference, id)
    try:
        delete_role(role=stored, granting=request.permissions, actor=request.actor, now=request.now)
    except Refused as error:
        alert(request, "error", str(error))
        return redirect("role", request.agency.reference, id)
    alert(request, "success", _("The role %(name)s is deleted.") % {"name": stored.name})
    return redirect("roles", request.agency.reference)


def role_or_404(request: PageRequest, id: UUID) -> Role:
    """One role of this agency."""
    return get_object_or_404(Role.objects.select_related("agency"), agency_id=request.agency.id, id=id)


def _save(request: PageRequest, form: RoleForm, stored: Role | None) -> bool:
    who: dict[str, Any] = {"granting": request.permissions, "actor": request.actor, "now": request.now}
    try:
        if stored is None:
            create_role(agency=request.agency, **form.cleaned_data, **who)
        else:
            update_role(role=stored, **form.cleaned_data, **who)
    except RoleNameTaken as error:
        form.add_error("name", str(error))
        return False
    except Refused as error:
        form.add_error(None, str(error))
        return False
    alert(request, "success", _("The role %(name)s is saved.") % {"name": form.cleaned_data["name"]})
    return True


def _draw(request: PageRequest, form: RoleForm, stored: Role | None) -> HttpResponse:
    chosen = form.data.getlist("permissions") if form.is_bound else form.initial.get("permissions", [])  # type: ignore[attr-defined]
    words = {
        "form": form,
        "role": stored,
        "groups": groups(chosen, request.permissions),
        "within": stored is None or expand(stored.permissions) <= request.permissions,
    }
    return render(request, "web/people/role.html", words, status=422 if form.errors else 200)
