"""The buttons on a user's page."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from duenotice.accounts.granting import Refused
from duenotice.actions.people import MailFailed, disable, enable, invite_again, unlock
from duenotice.web.access import PageRequest
from duenotice.web.alerts import Action, alert
from duenotice.web.people.users import link_for, member_or_404, tell_mail_failed
from duenotice.web.press import press


@press("users", back="user")
def disable_user(request: PageRequest, id: UUID) -> None:
    member = member_or_404(request, id)
    try:
        if disable(membership=member, granting=request.permissions, actor=request.actor, now=request.now):
            undo = Action(_("Undo"), reverse("enable_user", args=[request.agency.reference, id]))
            alert(request, "success", _("%(name)s cannot enter your agency any more.") % {"name": member.user.name}, [undo])
    except Refused as error:
        alert(request, "error", str(error))


@press("users", back="user")
def enable_user(request: PageRequest, id: UUID) -> None:
    member = member_or_404(request, id)
    try:
        if enable(membership=member, granting=request.permissions, actor=request.actor, now=request.now):
            alert(request, "success", _("%(name)s can enter your agency again.") % {"name": member.user.name})
    except Refused as error:
        alert(request, "error", str(error))


@press("users", back="user")
def release_lock(request: PageRequest, id: UUID) -> None:
    member = member_or_404(request, id)
    if unlock(membership=member, actor=request.actor, now=request.now):
        alert(request, "success", _("%(name)s can sign in again.") % {"name": member.user.name})


@press("users", back="user")
def invite_user_again(request: PageRequest, id: UUID) -> None:
    member = member_or_404(request, id)
    try:
        invite_again(membership=member, actor=request.actor, link=link_for, now=request.now)
        alert(request, "success", _("An invitation is on its way to %(email)s.") % {"email": member.user.email})
    except MailFailed:
        tell_mail_failed(request, member.user.name)
