"""Where a press leads back to."""

from uuid import UUID

from django.urls import NoReverseMatch, reverse

from duenotice.web.access import PageRequest
from duenotice.web.messages.composer import Composer


def place_of(composer: Composer) -> str:
    """The screen that the composer stands on."""
    if composer.answers is not None:
        return reverse("conversation", args=[composer.request.agency.reference, composer.answers.address_id])
    return record_place(composer.request, composer.kind, composer.id)


def record_place(request: PageRequest, kind: str, id: UUID) -> str:
    """A contact's or client's screen; the feed where there is none."""
    try:
        return reverse(kind, args=[request.agency.reference, id])
    except NoReverseMatch:
        return reverse("messages", args=[request.agency.reference])
