"""Calls to endpoints: signed, to public addresses alone, never on to where a redirect leads, short in time and in what is read."""

import time
from collections.abc import Callable
from datetime import datetime

from yarl import URL

from duenotice.gateways.calling import Carrier, Reply, seconds
from duenotice.gateways.protocol import Refused, Unknown
from duenotice.webhooks.delivering import Told, Turn
from duenotice.webhooks.signing import headers
from duenotice.webhooks.targets import BadTarget, excepted, read
from duenotice.webhooks.trying import Heard

# Seconds for a whole call, and how much of an answer is read: its status is all that counts.
TIMEOUT, LONGEST_ANSWER = 10.0, 4 * 1024
ALWAYS = {"Content-Type": "application/json", "User-Agent": "DueNotice-Webhooks", "Accept-Encoding": "identity"}


class Caller:
    """The connections to all endpoints: each new one is made to an address that was looked up then, and found to be public."""

    def __init__(self, slots: int, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._public = Carrier(slots=slots, timeout=TIMEOUT, private=False, longest=LONGEST_ANSWER)
        self._excepted = Carrier(slots=slots, timeout=TIMEOUT, private=True, longest=LONGEST_ANSWER)

    async def call(self, turn: Turn, told: Told) -> Heard:
        """One try. Raises nothing."""
        at, began = self._clock(), time.monotonic()
        try:
            url = read(turn.url)
        except BadTarget:
            return Heard(at, 0, code="not_public")
        reply = await self._over(url).call("POST", url, headers=ALWAYS | headers(turn.secrets, told.id, told.body, at), data=told.body)
        ms = round((time.monotonic() - began) * 1000)
        return _heard(reply, at, ms)

    def _over(self, url: URL) -> Carrier:
        return self._excepted if excepted(url) else self._public

    async def close(self) -> None:
        await self._public.close()
        await self._excepted.close()


def _heard(reply: Reply | Refused | Unknown, at: datetime, ms: int) -> Heard:
    if isinstance(reply, Reply):
        return Heard(at, ms, status=reply.status, wait=seconds(reply.retry_after))
    return Heard(at, ms, code=reply.code if isinstance(reply, Refused) else "no_answer")
