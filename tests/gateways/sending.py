"""Sends through a gateway as a worker does, and closes it."""

import asyncio

from duenotice.gateways.protocol import Answer, Gateway, Outbound


def send(gateway: Gateway, *messages: Outbound) -> list[Answer]:
    """One after another, through the same gateway."""

    async def run() -> list[Answer]:
        try:
            return [await gateway.send(message) for message in messages]
        finally:
            await gateway.close()

    return asyncio.run(run())
