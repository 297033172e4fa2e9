"""Hands texts to an SMSC over SMPP 3.4, and hears over the same connection what became of them and what people answer."""

import itertools
import logging
import random
from collections import OrderedDict
from collections.abc import Mapping
from functools import partial
from uuid import UUID

from duenotice.gateways import smpp_pdus as wire
from duenotice.gateways.file_rules import unfit_files_of
from duenotice.gateways.protocol import Accepted, Answer, Finding, Outbound, Question, Refused, Unknown
from duenotice.gateways.smpp_fields import delivered
from duenotice.gateways.smpp_link import Link
from duenotice.gateways.smpp_news import news
from duenotice.gateways.smpp_sending import submit
from duenotice.gateways.smpp_settings import SmppSettings
from duenotice.gateways.surroundings import Hear, Surroundings
from duenotice.lib.marking import gettext_noop as _

log = logging.getLogger(__name__)
REMEMBERED = 10_000
_CANNOT_ASK = Unknown(_("An SMPP carrier cannot be asked about a message that it did not answer for. A receipt may still tell."))


class Smpp:
    """One account at an SMSC, for one phone of the agency."""

    key = "smpp"
    channels = frozenset({"text"})

    def __init__(self, settings: SmppSettings, hear: Hear | None = None) -> None:
        self.slots = settings.window
        self._settings, self._hear = settings, hear
        self._link = Link(settings, self._deliver)
        self._references = itertools.count(random.randrange(256))  # noqa: S311 - not a secret
        # Answers that came after we stopped waiting for them.
        self._late: OrderedDict[UUID, Accepted | Refused] = OrderedDict()

    @classmethod
    def from_settings(cls, given: Mapping[str, object], surroundings: Surroundings) -> "Smpp":
        return cls(SmppSettings.read(given, private=surroundings.private_networks), surroundings.hear)

    def listen(self) -> Refused | None:
        self._link.keep_up()
        return self._link.trouble

    async def send(self, message: Outbound) -> Answer:
        if refusal := unfit_files_of("smpp", message):
            return refusal
        return await submit(self._link, self._settings, message, next(self._references) % 256, partial(self._heard_late, message.id))

    async def ask(self, question: Question) -> Finding:
        return self._late.pop(question.message_id, None) or _CANNOT_ASK

    async def close(self) -> None:
        await self._link.close()

    def _heard_late(self, message_id: UUID, answer: Accepted | Refused) -> None:
        """Remembered until the worker asks, which it does again and again while a message is unknown."""
        self._late[message_id] = answer
        while len(self._late) > REMEMBERED:
            self._late.popitem(last=False)

    async def _deliver(self, came: wire.Pdu) -> int:
        """Kept before it is answered; if that fails, the SMSC is asked to deliver it again."""
        try:
            told = news(delivered(came), self._settings)
        except wire.Malformed as why:
            log.warning("an SMSC delivered what cannot be read: %s", why)
            return wire.NEVER
        if self._hear is None:
            return wire.NOT_NOW
        try:
            await self._hear(self.key, told)
        except Exception:
            log.exception("what an SMSC delivered cannot be kept: it has to deliver it again")
            return wire.NOT_NOW
        return wire.OK
