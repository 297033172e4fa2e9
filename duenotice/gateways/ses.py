"""Hands emails to Amazon SES by its SMTP address, with our id where its events tell it again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from duenotice.gateways import settings
from duenotice.gateways.protocol import Answer, BadSettings, Finding, Outbound, Question
from duenotice.gateways.s3 import access_key
from duenotice.gateways.smtp import Smtp
from duenotice.gateways.smtp_settings import SmtpSettings
from duenotice.gateways.sns import host_of
from duenotice.gateways.surroundings import Surroundings
from duenotice.lib.marking import gettext_noop as _


@dataclass(frozen=True, slots=True)
class SesSettings:
    """`topics` are the ARNs of the SNS topics whose calls are heeded."""

    server: SmtpSettings
    configuration_set: str
    topics: frozenset[str]

    @classmethod
    def read(cls, given: Mapping[str, object]) -> "SesSettings":
        """Raises BadSettings."""
        settings.text(given, "user")
        topics = frozenset(settings.text(given, "topics").replace(",", " ").split())
        if not all(map(host_of, topics)):
            raise BadSettings(_("An SNS topic looks like arn:aws:sns:us-east-1:123456789012:emails. Put a comma between two."), "topics")
        access_key(given)
        return cls(SmtpSettings.read(given), settings.text(given, "configuration_set"), topics)


class Ses:
    """SMTP, with a configuration set, by which SES knows whom to tell what became of an email."""

    key = "ses"
    channels = frozenset({"email"})

    def __init__(self, told: SesSettings) -> None:
        self._smtp, self._set = Smtp(told.server), told.configuration_set
        self.slots = self._smtp.slots

    @classmethod
    def from_settings(cls, given: Mapping[str, object], surroundings: Surroundings) -> "Ses":
        return cls(SesSettings.read(given))

    async def send(self, message: Outbound) -> Answer:
        ours = json.dumps({"message": str(message.id), "attempt": str(message.attempt)})
        more = {"X-SES-CONFIGURATION-SET": self._set, "X-Metadata": ours}
        return await self._smtp.send(replace(message, headers={**message.headers, **more}))

    async def ask(self, question: Question) -> Finding:
        return await self._smtp.ask(question)

    async def close(self) -> None:
        await self._smtp.close()
