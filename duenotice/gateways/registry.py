"""Every gateway there is. Adding one is a line here; one that carriers tell news of has a second."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from duenotice.gateways import handset, http, mail_service, ses, smpp, smtp, telnyx, telnyx_callbacks, twilio, twilio_callbacks
from duenotice.gateways.news import Listener
from duenotice.gateways.protocol import Gateway
from duenotice.gateways.surroundings import Surroundings

# From an agency sender's own settings, as decrypted JSON, and what the installation lends. Raises BadSettings.
Factory: TypeAlias = Callable[[Mapping[str, object], Surroundings], Gateway]
ListenerFactory: TypeAlias = Callable[[Mapping[str, object], Surroundings], Listener]

GATEWAYS: dict[str, Factory] = {
    "brevo": mail_service.factory("brevo"),
    "handset": handset.Handset.from_settings,
    "http": http.Http.from_settings,
    "mailgun": mail_service.factory("mailgun"),
    "postmark": mail_service.factory("postmark"),
    "resend": mail_service.factory("resend"),
    "ses": ses.Ses.from_settings,
    "smpp": smpp.Smpp.from_settings,
    "smtp": smtp.Smtp.from_settings,
    "telnyx": telnyx.Telnyx.from_settings,
    "twilio": twilio.Twilio.from_settings,
}

# Which channels each carries, as its own class says.
CARRIES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("brevo", "mailgun", "postmark", "resend"), mail_service.MailService.channels),
    "handset": handset.Handset.channels,
    "http": http.Http.channels,
    "ses": ses.Ses.channels,
    "smpp": smpp.Smpp.channels,
    "smtp": smtp.Smtp.channels,
    "telnyx": telnyx.Telnyx.channels,
    "twilio": twilio.Twilio.channels,
}

LISTENERS: dict[str, ListenerFactory] = {
    "telnyx": telnyx_callbacks.TelnyxListener.from_settings,
    "twilio": twilio_callbacks.TwilioListener.from_settings,
}

# Those whose carriers tell news over a connection of the gateway's own (protocol.Hearing), which has to be kept up.
HEARING = frozenset({"smpp"})
