"""Signing in and out, passwords, and the way to one's agency. Where Django has the view, it is Django's (docs/decisions/0004)."""

from typing import cast
from uuid import UUID

from django.contrib.auth import logout
from django.contrib.auth import views as auth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duenotice.accounts.models import Membership, User, agencies_of, invitations_of, permissions_of
from duenotice.actions.languages import choose_language
from duenotice.actions.people import accept_invitation, decline_invitation
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.web.access import LAST_AGENCY, MEMBER, PageRequest, page, public, signed_in
from duenotice.web.account.forms import ChangePasswordForm, ForgottenPasswordForm, LanguageForm, SetPasswordForm, SignInForm
from duenotice.web.alerts import alert
from duenotice.web.navigation import sections

sign_in = public(
    auth.LoginView.as_view(
        form_class=SignInForm, template_name="web/account/sign_in.html", redirect_authenticated_user=True, redirect_field_name="next"
    )
)

password_change = signed_in(
    auth.PasswordChangeView.as_view(
        form_class=ChangePasswordForm, template_name="web/account/password_change.html", success_url=reverse_lazy("password_changed")
    )
)

password_reset = public(
    auth.PasswordResetView.as_view(
        form_class=ForgottenPasswordForm,
        template_name="web/account/password_forgotten.html",
        email_template_name="web/account/password_mail.txt",
        subject_template_name="web/account/password_mail_subject.txt",
        success_url=reverse_lazy("password_mailed"),
    )
)

password_set_by_link = public(
    auth.PasswordResetConfirmView.as_view(
        form_class=SetPasswordForm,
        template_name="web/account/password_set.html",
        success_url=reverse_lazy("password_ready"),
        extra_context={"heading": gettext_lazy("Set a new password")},
    )
)

invitation = public(
    auth.PasswordResetConfirmView.as_view(
        form_class=SetPasswordForm,
        template_name="web/account/password_set.html",
        success_url=reverse_lazy("password_ready"),
        reset_url_token="choose",  # noqa: S106 - the end of an address, not a secret
        extra_context={"heading": gettext_lazy("Welcome: choose your password"), "invited": True},
    )
)


@public
def sign_out(request: HttpRequest) -> HttpResponse:
    """Only a press signs out; whoever follows a link here goes on to where they were."""
    if request.method == "POST":
        logout(request)
    return redirect("sign_in")


@signed_in
def still_here(request: HttpRequest) -> HttpResponse:
    """Somebody types, and sends nothing yet: being asked for is all that it is for."""
    return HttpResponse(status=204)


@signed_in
def password_changed(request: HttpRequest) -> HttpResponse:
    alert(request, "success", _("Your password is changed. You are signed out everywhere else."))
    return redirect("home")


@signed_in
def language(request: HttpRequest) -> HttpResponse:
    """In which language somebody reads the pages; the answer is in it already."""
    user = cast(User, request.user)
    form = LanguageForm(request.POST or None, initial={"language": user.language})
    if request.method != "POST" or not form.is_valid():
        return render(request, "web/account/language.html", {"form": form}, status=422 if form.errors else 200)
    chosen = form.cleaned_data["language"]
    choose_language(user=user, language=chosen, ip=request.META.get("REMOTE_ADDR"), now=timezone.now())
    with translation.override(chosen):
        alert(request, "success", _("Saved."))
    return redirect("home")


@public
def password_mailed(request: HttpRequest) -> HttpResponse:
    return render(request, "web/account/password_mailed.html")


@public
def password_ready(request: HttpRequest) -> HttpResponse:
    return render(request, "web/account/password_ready.html")


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The first page of the agency that one was in last on this device, else of the oldest; Switch agency leads to the others."""
    user = cast(User, request.user)
    agencies = agencies_of(user)
    if not agencies:
        return _choice(request, agencies)
    last = request.COOKIES.get(LAST_AGENCY)
    agency = next((one for one in agencies if one.reference == last), min(agencies, key=lambda one: one.id))
    return _first_page_or_why_none(request, agency)


@page(MEMBER)
def agency_home(request: PageRequest) -> HttpResponse:
    """An agency's own address, without more: what is left of a link that somebody shortened."""
    return _first_page_or_why_none(request, request.agency)


def _first_page_or_why_none(request: HttpRequest, agency: Agency) -> HttpResponse:
    url = first_page(cast(User, request.user), agency)
    return redirect(url) if url else render(request, "web/account/nothing_here.html", {"agency": agency})


@signed_in
def switch_agency(request: HttpRequest) -> HttpResponse:
    return _choice(request, agencies_of(cast(User, request.user)))


@signed_in
def accept(request: HttpRequest, id: UUID) -> HttpResponse:
    """A press says yes to an invitation; anything else only leads to it."""
    if request.method == "POST":
        invitation = _invitation(request, id)
        accept_invitation(membership=invitation, actor=_actor(request), now=timezone.now())
        alert(request, "success", _("You work at %(agency)s from now on.") % {"agency": invitation.agency.name})
    return redirect("switch_agency")


@signed_in
def decline(request: HttpRequest, id: UUID) -> HttpResponse:
    if request.method == "POST":
        invitation = _invitation(request, id)
        decline_invitation(membership=invitation, actor=_actor(request), now=timezone.now())
        alert(request, "success", _("You declined. %(agency)s can invite you again.") % {"agency": invitation.agency.name})
    return redirect("switch_agency")


def _invitation(request: HttpRequest, id: UUID) -> Membership:
    found = next((one for one in invitations_of(cast(User, request.user)) if one.id == id), None)
    if found is None:
        raise Http404("no such invitation")
    return found


def _actor(request: HttpRequest) -> Actor:
    return Actor("user", cast(User, request.user).id, request.META.get("REMOTE_ADDR"))


def _choice(request: HttpRequest, agencies: list[Agency]) -> HttpResponse:
    user = cast(User, request.user)
    choices = [(agency, first_page(user, agency)) for agency in agencies]
    return render(request, "web/account/agencies.html", {"agencies": choices, "invitations": invitations_of(user)})


def first_page(user: User, agency: Agency) -> str:
    """The first page of the agency that the user may see; empty where their role allows none."""
    found = sections(agency=agency.reference, permissions=permissions_of(user, agency.id) or (), path="")
    return found[0].url if found else ""
