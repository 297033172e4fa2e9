"""Pages without a browser: `visit(user)` is somebody signed in, at the agency of the cast."""

from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from duenotice.accounts.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


class Visitor(Client):
    """Opens pages below /a/<agency>/ as one user; a redirect is followed, as a browser does."""

    agency = "riverton"

    def open(self, path: str, **query: object) -> HttpResponse:
        return self.get(f"/a/{self.agency}/{path}", query or None, follow=True)

    def press(self, path: str, **typed: object) -> HttpResponse:
        return self.post(f"/a/{self.agency}/{path}", typed, follow=True)


@pytest.fixture
def visit(db: None) -> Callable[..., Visitor]:
    def signed_in(user: User, agency: str = "riverton") -> Visitor:
        visitor = Visitor()
        visitor.agency = agency
        visitor.force_login(user, backend=BACKEND)
        return visitor

    return signed_in


@pytest.fixture
def words() -> Callable[[HttpResponse], str]:
    """The words of a page, as a person reads them, with its markup."""
    return lambda answer: unescape(answer.content.decode())
