"""Admin, Users: who works at the agency, inviting them, and their role."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from duenotice.accounts.granting import Refused
from duenotice.accounts.lockout import locked
from duenotice.accounts.models import Membership, User
from duenotice.accounts.permissions import expand
from duenotice.actions.people import AlreadyMember, MailFailed, assign_role, invite
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import Action, alert
from duenotice.web.people.forms import InviteForm, UserForm


@dataclass(frozen=True)
class Row:
    """A user as the list shows them; `badges` are names of badges."""

    membership: Membership
    badges: list[str]


@page("users")
def users(request: PageRequest) -> HttpResponse:
    members = Membership.objects.filter(agency_id=request.agency.id).select_related("user", "role")
    return render(request, "web/people/users.html", {"rows": rows(list(members.order_by("user__name", "id")))})


@page("users")
def invite_user(request: PageRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    form.fields["role"].offer(request.agency, request.permissions)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid() and _invite(request, form):
        return redirect("users", request.agency.reference)
    return render(request, "web/people/invite.html", {"form": form}, status=422 if form.errors else 200)


@page("users")
def user(request: PageRequest, id: UUID) -> HttpResponse:
    member = member_or_404(request, id)
    form = UserForm(request.POST or None, initial={"role": member.role_id})
    form.fields["role"].offer(request.agency, request.permissions, member.role)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid() and _assign(request, member, form):
        return redirect("user", request.agency.reference, id)
    words = {"member": member, "row": rows([member])[0], "form": form, "yourself": member.user_id == request.user.id}
    words["within"] = expand(member.role.permissions) <= request.permissions
    return render(request, "web/people/user.html", words, status=422 if form.errors else 200)


def member_or_404(request: PageRequest, id: UUID) -> Membership:
    """One user of this agency."""
    return get_object_or_404(Membership.objects.select_related("user", "role", "agency"), agency_id=request.agency.id, id=id)


def rows(members: list[Membership]) -> list[Row]:
    """Each member with the badges that they bear."""
    shut = locked(member.user.email for member in members)
    return [
        Row(
            member,
            [
                *(["disabled"] if member.disabled_at or not member.user.is_active else []),
                *(["invited"] if member.invited or not member.user.has_usable_password() else []),
                *(["locked"] if member.user.email in shut else []),
            ],
        )
        for member in members
    ]


def link_for(user: User) -> str:
    """The page to which an invitation leads: to choose a password, or to say yes or no for who has one."""
    if user.has_usable_password():
        path = reverse("switch_agency")
    else:
        path = reverse("invitation", args=[urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)])
    return f"{settings.PUBLIC_URL}{path}"


def tell_mail_failed(request: PageRequest, name: str) -> None:
    """The invitation stands; only its mail is missing."""
    told = _("%(name)s is added, but the mail server did not take the invitation. Try again under Invite Again.") % {"name": name}
    alert(request, "warning", told)


def _invite(request: PageRequest, form: InviteForm) -> bool:
    typed = form.cleaned_data
    try:
        invite(agency=request.agency, **typed, granting=request.permissions, actor=request.actor, link=link_for, now=request.now)
        alert(request, "success", _("An invitation is on its way to %(email)s.") % {"email": typed["email"]})
    except AlreadyMember as error:
        form.add_error("email", str(error))
        url = reverse("user", args=[request.agency.reference, error.membership.id])
        alert(request, "info", str(error), [Action(_("Open that user"), url, "get")])
        return False
    except Refused as error:
        form.add_error("role", str(error))
        return False
    except MailFailed:
        tell_mail_failed(request, typed["name"])
    return True


def _assign(request: PageRequest, member: Membership, form: UserForm) -> bool:
    role = form.cleaned_data["role"]
    try:
        if assign_role(membership=member, role=role, granting=request.permissions, actor=request.actor, now=request.now):
            alert(request, "success", _("%(name)s has the role %(role)s now.") % {"name": member.user.name, "role": role.name})
    except Refused as error:
        form.add_error("role", str(error))
        return False
    return True
