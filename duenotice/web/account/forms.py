"""The forms to sign in and to set a password. They are Django's, with our words."""

from collections.abc import Iterable
from threading import Thread
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import forms as auth_forms
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from duenotice.accounts.models import User
from duenotice.actions.passwords import mailable, set_password
from duenotice.actions.sign_ins import write_sign_in


def email_field(**options: Any) -> forms.EmailField:
    """An email address that somebody signs in with."""
    widget = forms.EmailInput(attrs={"autocomplete": "username", **options.pop("attrs", {})})
    return forms.EmailField(label=_("Email"), max_length=254, widget=widget, **options)


class SignInForm(auth_forms.AuthenticationForm):
    """Says the same of an unknown email, a wrong password and a disabled user."""

    username = email_field(attrs={"autofocus": True})
    error_messages = {
        "invalid_login": _(
            "This email and password do not belong together. After five wrong passwords nobody can sign in with this email."
        ),
        "inactive": _("This email and password do not belong together."),
    }

    def clean(self) -> dict[str, Any]:
        """Writes down who could and who could not sign in (CJIS Security Policy AU-2)."""
        email, ip = self.cleaned_data.get("username"), self.request.META.get("REMOTE_ADDR") if self.request else None
        try:
            cleaned = super().clean()
        finally:
            if email and self.cleaned_data.get("password"):
                write_sign_in(email=email, user=self.get_user(), ip=ip, now=timezone.now())
        return cleaned

    def clean_username(self) -> str:
        """In lower case, as emails are stored and wrong passwords are counted."""
        return str(self.cleaned_data["username"]).lower()


class ForgottenPasswordForm(auth_forms.PasswordResetForm):
    """Mails a link to whoever has the email; the answer does not tell whether anybody does."""

    email = email_field()

    def get_users(self, email: str) -> Iterable[User]:
        """Also those who were invited and have no password yet: their invitation may have run out. Nobody twice within five minutes."""
        return mailable(email.lower(), timezone.now())

    def send_mail(self, subject_template_name: str, email_template_name: str, context: dict[str, Any], *rest: Any, **options: Any) -> None:
        """In a thread of its own, so that neither does the time that the answer takes; in the reader's language."""

        def send() -> None:
            # Never the address that the request claims to have come to.
            context["public_url"] = settings.PUBLIC_URL
            with translation.override(context["user"].language):
                super(ForgottenPasswordForm, self).send_mail(subject_template_name, email_template_name, context, *rest, **options)

        Thread(target=send, name="password mail").start()


class NewPassword:
    """Saves a new password by the verb, which also writes down that it changed."""

    def set_password_and_save(self, user: User, password_field_name: str = "", commit: bool = True) -> User:
        set_password(user=user, password=self.cleaned_data[password_field_name], now=timezone.now())  # type: ignore[attr-defined]
        return user


class SetPasswordForm(NewPassword, auth_forms.SetPasswordForm):  # type: ignore[type-arg]
    """Sets a password by a link that was mailed."""


class ChangePasswordForm(NewPassword, auth_forms.PasswordChangeForm):
    """Changes one's own password; asks for the old one."""


class LanguageForm(forms.Form):
    """Each language by its own name."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
