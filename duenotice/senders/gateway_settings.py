"""Which gateways an agency's phones and emails can use, what each has to be told, and whether what was told can work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from duenotice.gateways.http_settings import HttpSettings
from duenotice.gateways.protocol import BadSettings
from duenotice.gateways.ses import SesSettings
from duenotice.gateways.smpp_fields import INSTALLED
from duenotice.gateways.smpp_settings import SmppSettings
from duenotice.gateways.smtp_settings import SmtpSettings
from duenotice.gateways.telnyx_settings import TelnyxSettings
from duenotice.gateways.twilio_settings import TwilioSettings
from duenotice.senders.mail_services import check as check_mail_service


@dataclass(frozen=True)
class Setting:
    """One thing that a gateway has to be told. A secret one is never shown again. `number` is told as a whole number."""

    name: str
    label: Any
    secret: bool = False
    number: bool = False
    choices: tuple[tuple[str, str | Promise], ...] = ()


@dataclass(frozen=True)
class GatewayChoice:
    key: str
    label: str | Promise
    kinds: tuple[str, ...]
    settings: tuple[Setting, ...]
    check: Callable[[Mapping[str, object]], object]


def _nothing(given: Mapping[str, object]) -> None:
    return None


def _mail_service(key: str, label: str | Promise, more: tuple[Setting, ...]) -> GatewayChoice:
    told = (Setting("api_key", _("API key"), secret=True), *more, Setting("url", _("API address, if it is not the usual one")))
    return GatewayChoice(key, label, ("email",), told, lambda given: check_mail_service(key, given, private=settings.PRIVATE_NETWORKS))


_SIGNING_KEY = Setting("signing_key", _("Signing key of webhooks"), secret=True)
_SPAM_FILTER = Setting(
    "spam_filter", _("Spam filter for what comes in, at Mailgun"), choices=(("off", _("Off, or not known")), ("on", _("On")))
)
_MAIL_SERVICES: tuple[tuple[str, str | Promise, tuple[Setting, ...]], ...] = (
    ("mailgun", _("Mailgun: emails"), (Setting("domain", _("Domain at Mailgun")), _SIGNING_KEY, _SPAM_FILTER)),
    ("postmark", _("Postmark: emails"), ()),
    ("brevo", _("Brevo: emails"), ()),
    ("resend", _("Resend: emails"), (_SIGNING_KEY,)),
)
_SECURITY = (("starttls", _("STARTTLS (port 587)")), ("tls", _("TLS (port 465)")), ("none", _("None (port 25)")))
_SMPP_SECURITY = (("tls", _("TLS (port 3550)")), ("none", _("None (port 2775)")))
# SMPP 3.4, 5.2.5 and 5.2.6: those that carriers ask for.
_TON = (("1", _("International (1)")), ("2", _("National (2)")), ("3", _("Network specific (3)")), ("0", _("Unknown (0)")))
_NPI = (("1", _("ISDN, E.164 (1)")), ("8", _("National (8)")), ("9", _("Private (9)")), ("0", _("Unknown (0)")))
CHOICES = MappingProxyType(
    {
        "handset": GatewayChoice(
            "handset", _("Handset, for demos: arrives on a page of this installation"), ("phone", "email"), (), _nothing
        ),
        "smtp": GatewayChoice(
            "smtp",
            _("SMTP: a mail server"),
            ("email",),
            (
                Setting("host", _("Server")),
                Setting("port", _("Port"), number=True),
                Setting("security", _("Security"), choices=_SECURITY),
                Setting("user", _("User")),
                Setting("password", _("Password"), secret=True),
                Setting("bounces", _("Mailbox for bounces, if Due Notice reads one")),
            ),
            SmtpSettings.read,
        ),
        "http": GatewayChoice(
            "http",
            _("HTTP: a carrier of your own"),
            ("phone", "email"),
            (Setting("url", _("URL")), Setting("token", _("Token"), secret=True), Setting("secret", _("Signing secret"), secret=True)),
            lambda given: HttpSettings.read(given, private=settings.PRIVATE_NETWORKS),
        ),
        "ses": GatewayChoice(
            "ses",
            _("Amazon SES: emails"),
            ("email",),
            (
                Setting("host", _("SMTP endpoint, such as email-smtp.us-east-1.amazonaws.com")),
                Setting("user", _("SMTP user name")),
                Setting("password", _("SMTP password"), secret=True),
                Setting("configuration_set", _("Configuration set, whose events go to an SNS topic")),
                Setting("topics", _("ARN of the SNS topic; with emails that come in by another, both")),
                Setting("s3_key_id", _("Access key for emails that come in and are in Amazon S3, if you use that")),
                Setting("s3_secret", _("Its secret"), secret=True),
            ),
            SesSettings.read,
        ),
        **{key: _mail_service(key, label, more) for key, label, more in _MAIL_SERVICES},
        "smpp": GatewayChoice(
            "smpp",
            _("SMPP: texts by a carrier's SMSC"),
            ("phone",),
            (
                Setting("host", _("SMPP server")),
                Setting("port", _("Port"), number=True),
                Setting("security", _("Security"), choices=_SMPP_SECURITY),
                Setting("system_id", _("System ID")),
                Setting("password", _("Password"), secret=True),
                Setting("system_type", _("System type, if the carrier gave one")),
                Setting("source_ton", _("Type of your number (TON)"), number=True, choices=_TON),
                Setting("source_npi", _("Numbering plan of your number (NPI)"), number=True, choices=_NPI),
                Setting("window", _("Window: texts that may wait for an answer at once; 10 if empty"), number=True),
                Setting("blocked_codes", _("The carrier's codes for a person who said stop, such as 0x0455")),
            ),
            lambda given: SmppSettings.read(given, private=settings.PRIVATE_NETWORKS),
        ),
        "telnyx": GatewayChoice(
            "telnyx",
            _("Telnyx: texts and faxes"),
            ("phone",),
            (
                Setting("api_key", _("API key"), secret=True),
                Setting("public_key", _("Public key")),
                Setting("messaging_profile_id", _("Messaging Profile ID, if the number is in none")),
                Setting("fax_application_id", _("Fax Application ID, for faxes")),
                Setting("url", _("API address, if it is not https://api.telnyx.com")),
            ),
            lambda given: TelnyxSettings.read(given, private=settings.PRIVATE_NETWORKS),
        ),
        "twilio": GatewayChoice(
            "twilio",
            _("Twilio: texts and calls"),
            ("phone",),
            (
                Setting("account_sid", _("Account SID")),
                Setting("auth_token", _("Auth Token"), secret=True),
                Setting("messaging_service_sid", _("Messaging Service SID, if you use one")),
                Setting("webhook_secret", _("Shared key of webhooks, if you use one"), secret=True),
                Setting("url", _("API address, if it is not https://api.twilio.com")),
            ),
            lambda given: TwilioSettings.read(given, private=settings.PRIVATE_NETWORKS),
        ),
    }
)


def choices_for(kind: str) -> list[GatewayChoice]:
    """The gateways that a phone or an email can use here; the handset only where the operator enables it, SMPP where it is installed."""
    here = {"handset": settings.HANDSET, "smpp": INSTALLED}
    return [choice for choice in CHOICES.values() if kind in choice.kinds and here.get(choice.key, True)]


def checked(gateway: str, given: Mapping[str, str], stored: Mapping[str, object]) -> dict[str, object]:
    """The settings to store: a secret left empty keeps what is stored. Raises BadSettings."""
    kept: dict[str, object] = {}
    for setting in CHOICES[gateway].settings:
        value = given.get(setting.name, "").strip()
        if setting.number and value:
            if not value.isascii() or not value.isdecimal():
                raise BadSettings(gettext_noop("This setting has to be a whole number."), setting.name)
            kept[setting.name] = int(value)
        elif value or not setting.secret:
            kept[setting.name] = value
        elif stored.get(setting.name):
            kept[setting.name] = stored[setting.name]
    told = {name: value for name, value in kept.items() if value != ""}
    CHOICES[gateway].check(told)
    return told
