"""The pages of a message that goes as a fax."""

from zoneinfo import ZoneInfo

import phonenumbers
from django.utils import translation

from duenotice.gateways.fax_pages import Fax, pages
from duenotice.gateways.protocol import File as OutboundFile
from duenotice.messaging.models import File, Message
from duenotice.messaging.render import day


def fax_of(message: Message) -> bytes:
    """As a PDF, with its agency, address and sender; dated as it was handed off."""
    agency = message.agency
    phone = agency.help_phone or (message.sender.value if message.sender else "")
    with translation.override(message.language):
        date = day(message.send_at.astimezone(ZoneInfo(agency.time_zone)).date())
    files = File.objects.filter(agency_id=agency.id, id__in=message.files).order_by("id")
    fax = Fax(
        agency=agency.name,
        phone=_readable(phone),
        to=_readable(message.address.value),
        date=date,
        subject=message.sent_subject,
        body=message.sent_body,
        language=message.language,
        files=tuple(OutboundFile(one.name, one.type, bytes(one.content)) for one in files),
    )
    return pages(fax, made=message.send_at)


def _readable(phone: str) -> str:
    if not phone:
        return ""
    return phonenumbers.format_number(phonenumbers.parse(phone), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
