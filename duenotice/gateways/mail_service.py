"""Hands emails to a mail service with an API of its own. What speaks to the service is lent by the installation, and blocks."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from duenotice.gateways import mime, settings
from duenotice.gateways.protocol import Answer, BadSettings, Finding, Gateway, Outbound, Question, Unknown
from duenotice.gateways.surroundings import Deliver, Surroundings
from duenotice.lib.marking import gettext_noop as _


class MailService:
    """A few threads, because the client of the services blocks."""

    channels = frozenset({"email"})

    def __init__(self, key: str, deliver: Deliver, slots: int) -> None:
        self.key, self.slots = key, slots
        self._deliver = deliver
        self._threads = ThreadPoolExecutor(slots, thread_name_prefix=key)

    async def send(self, message: Outbound) -> Answer:
        if refusal := mime.unfit(message):
            return refusal
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._deliver, message)

    async def ask(self, question: Question) -> Finding:
        return Unknown(_("A mail service cannot be asked what became of a message. What it tells by itself still may."))

    async def close(self) -> None:
        await asyncio.to_thread(self._threads.shutdown)


def factory(key: str) -> Callable[[Mapping[str, object], Surroundings], Gateway]:
    """Makes the gateway of this mail service from a sender's settings."""

    def made(given: Mapping[str, object], surroundings: Surroundings) -> Gateway:
        if surroundings.mail is None:
            raise BadSettings(_("Mail services are not available here. Choose another gateway."))
        slots = int(settings.number(given, "connections", 8, least=1, most=50))
        return MailService(key, surroundings.mail(key, given), slots)

    return made
