"""Is an agency ready to send for real? What to look at before Live Mode (M3)."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from duenotice.agencies.models import Agency
from duenotice.messaging.pulse import pulse
from duenotice.senders.choose import primary_sender
from duenotice.senders.models import Sender


@dataclass(frozen=True)
class Check:
    """`advice` says what to do where it is not `ok`."""

    ok: bool
    words: str
    advice: str


def readiness(agency: Agency, *, now: datetime) -> list[Check]:
    phone, email = primary_sender(agency.id, "text"), primary_sender(agency.id, "email")
    registered = phone is None or phone.registered
    return [
        Check(phone is not None, _("There is an agency phone to text from."), _("Add one under Agency phones and emails.")),
        Check(
            registered,
            _("The agency phone is registered with the carriers."),
            _("Carriers block texts from numbers that are not registered. Register it, then note it on the agency phone."),
        ),
        Check(email is not None, _("There is an agency email to write from."), _("Add one under Agency phones and emails.")),
        Check(
            True,
            _("STOP, START and HELP are answered, in English and Spanish."),
            "",
        ),
        Check(
            bool(agency.help_phone),
            _("Replies to HELP name a phone number."),
            _("Fill in the help phone, so that people can reach somebody."),
        ),
        Check(bool(agency.support_email), _("Problems can be reported to somebody."), _("Fill in the support address.")),
        Check(
            not pulse(agency).worker_silent(now),
            _("The worker, which sends, is running."),
            _("Tell whoever runs this installation."),
        ),
        Check(
            not Sender.objects.filter(agency_id=agency.id, disabled_at=None).exclude(trouble_at=None).exists(),
            _("No carrier refuses what the agency sends."),
            _("See under Agency phones and emails what the carrier says, and repair it."),
        ),
        Check(
            settings.PUBLIC_URL.startswith("https://") or settings.PRIVATE_NETWORKS or settings.HANDSET,
            _("Carriers can reach this installation, to tell what becomes of messages and what people answer."),
            _("They call by https alone. Tell whoever runs this installation to set DUENOTICE_PUBLIC_URL."),
        ),
        Check(agency.sending_paused_at is None, _("Sending is not paused."), _("Press Resume sending in Settings.")),
    ]
