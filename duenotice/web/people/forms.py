"""The forms about users and roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duenotice.accounts.models import Role
from duenotice.accounts.permissions import PERMISSIONS, expand
from duenotice.agencies.models import Agency
from duenotice.web.account.forms import email_field
from duenotice.web.text import TextField


class RoleField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A role of one agency; `offer` fills the choices in."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Role.objects.none(), label=_("Role"), **options)

    def offer(self, agency: Agency, granting: frozenset[str], current: Role | None = None) -> None:
        """Offers the roles that allow no more than `granting`, and the current one."""
        roles = Role.objects.filter(agency_id=agency.id)
        offered = [role.id for role in roles if role == current or expand(role.permissions) <= granting]
        self.queryset = roles.filter(id__in=offered).order_by("name")


class InviteForm(forms.Form):
    """Who shall work at the agency, and as what."""

    email = email_field(attrs={"autocomplete": "off"}, help_text=_("They sign in with it, and get a link there."))
    name = TextField(label=_("Name"), max_length=100)
    role = RoleField(empty_label=_("Choose a role"))


class UserForm(forms.Form):
    """Another role for a user."""

    role = RoleField(empty_label=None)


class RoleForm(forms.Form):
    """A role's name and what it allows; the template draws the permissions in groups."""

    name = TextField(label=_("Name"), max_length=60)
    permissions = forms.MultipleChoiceField(label=_("Permissions"), choices=list(PERMISSIONS.items()), required=False)
