"""Reporting a problem to the agency's support address, and closing or reopening what was reported (P5)."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from duenotice.accounts.models import User
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.tickets.models import Status, Ticket

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Report:
    """What somebody reports. `page` is a path inside the agency, `request_id` the number of the request they mean; either may be empty."""

    what: str
    page: str = ""
    request_id: str = ""


def send_ticket(*, agency: Agency, report: Report, by: User, actor: Actor, now: datetime) -> Ticket:
    """Keep the ticket, then mail it to the agency's support address. `mailed_at` stays empty where there is none, or the mail fails."""
    with transaction.atomic():
        ticket = Ticket.objects.create(
            agency=agency,
            what=report.what,
            page=report.page,
            request_id=report.request_id,
            made_by=by,
            created_at=now,
            updated_at=now,
        )
        record(agency_id=agency.id, actor=actor, verb="created", kind="ticket", ids=[ticket.id], now=now)
    if agency.support_email and _mailed(ticket):
        ticket.mailed_at = now
        ticket.save(update_fields=["mailed_at"])
    return ticket


@transaction.atomic
def set_status(*, ticket: Ticket, status: Status, actor: Actor, now: datetime) -> bool:
    """Close or reopen it; False where it was so already."""
    changed = Ticket.objects.filter(agency_id=ticket.agency_id, id=ticket.id).exclude(status=status).update(status=status, updated_at=now)
    if changed:
        verb = "closed" if status == Status.CLOSED else "reopened"
        record(agency_id=ticket.agency_id, actor=actor, verb=verb, kind="ticket", ids=[ticket.id], now=now)
    return bool(changed)


def _mailed(ticket: Ticket) -> bool:
    """Whether the mail server took it. Nothing that anybody typed stands in a header, but the agency's name on one line."""
    agency = ticket.agency
    with translation.override(agency.language):
        subject = " ".join((_("Ticket from %(agency)s") % {"agency": agency.name}).split())
        mail = EmailMessage(subject, _words(ticket), to=[agency.support_email], reply_to=[ticket.made_by.email])
    try:
        return bool(mail.send())
    except (OSError, ValueError):  # every failure of SMTP is an OSError; an address that no header can carry is a ValueError
        log.exception("ticket %s could not be mailed", ticket.id)
        return False


def _words(ticket: Ticket) -> str:
    lines = [
        ticket.what,
        "",
        _("From: %(name)s, %(email)s") % {"name": ticket.made_by.name, "email": ticket.made_by.email},
        _("Page: %(page)s") % {"page": ticket.page or "–"},
        _("Request number: %(number)s") % {"number": ticket.request_id or "–"},
        _("Ticket: %(id)s") % {"id": ticket.id},
    ]
    return "\n".join(lines)
