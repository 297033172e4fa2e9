"""Telling administrators that an endpoint paused itself: by mail to the agency's support address, once."""

import logging
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from duenotice.agencies.models import Agency
from duenotice.webhooks.models import Endpoint, PausedBy

log = logging.getLogger(__name__)


def paused_by_itself(agency_id: UUID) -> list[Endpoint]:
    """The agency's endpoints that are told nothing although nobody wanted that, the first one first."""
    rows = Endpoint.objects.filter(agency_id=agency_id).exclude(paused_at=None).exclude(paused_by=PausedBy.PERSON)
    return list(rows.order_by("paused_at", "id"))


def mail_pauses(now: datetime) -> int:
    """Answers how many were mailed. What cannot be mailed is tried again."""
    mailed = 0
    for agency in Agency.objects.exclude(support_email="").exclude(tells=[]):
        for endpoint in paused_by_itself(agency.id):
            if endpoint.told_at is None and _mailed(agency, endpoint):
                Endpoint.objects.filter(agency_id=agency.id, id=endpoint.id).update(told_at=now)
                mailed += 1
    return mailed


def _mailed(agency: Agency, endpoint: Endpoint) -> bool:
    with translation.override(agency.language):
        subject = _("%(agency)s: the webhook %(webhook)s is paused") % {"agency": agency.name, "webhook": endpoint.name}
        why = _("It is paused because %(why)s.") % {"why": endpoint.get_paused_by_display()}
        what = _("What happens meanwhile waits for 30 days. Repair the receiver, press Send Test, then Resume.")
        see = f"{settings.PUBLIC_URL}/a/{agency.reference}/webhooks/{endpoint.id}"
    try:
        return bool(EmailMessage(" ".join(subject.split()), f"{why}\n\n{what}\n\n{see}", to=[agency.support_email]).send())
    except (OSError, ValueError):  # every failure of SMTP is an OSError; an address that no header can carry is a ValueError
        log.exception("the pause of webhook %s could not be mailed", endpoint.id)
        return False
