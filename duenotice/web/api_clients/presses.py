"""The buttons on an API client's page."""

from uuid import UUID

from django.utils.translation import gettext as _

from duenotice.accounts.granting import Refused
from duenotice.actions.api_clients import revoke_api_client, rotate_secret
from duenotice.web.access import PageRequest
from duenotice.web.alerts import alert
from duenotice.web.api_clients.views import client_or_404
from duenotice.web.press import press
from duenotice.web.shown_once import show_once


@press("api", back="api_client")
def rotate(request: PageRequest, id: UUID) -> None:
    client = client_or_404(request, id)
    try:
        made = rotate_secret(agency=request.agency, client_id=client.id, by=request.user, actor=request.actor, now=request.now)
        show_once(request, made.client.id, made.secret)
        alert(request, "success", _("There is a new secret. The old one and its tokens no longer work."))
    except Refused as error:
        alert(request, "error", str(error))


@press("api", back="api_client")
def revoke(request: PageRequest, id: UUID) -> None:
    client = client_or_404(request, id)
    try:
        revoke_api_client(agency=request.agency, client_id=client.id, by=request.user, actor=request.actor, now=request.now)
        alert(request, "success", _("%(name)s is revoked. It is refused from now on.") % {"name": client.name})
    except Refused as error:
        alert(request, "error", str(error))
