"""Servers that tests talk to, each in a thread with an event loop of its own."""

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator

from aiohttp import web


async def serve(routes: Iterable[web.RouteDef], port: int = 0) -> tuple[web.AppRunner, str]:
    """A server on loopback, and its address."""
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.add_routes(list(routes))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"


@contextlib.contextmanager
def threaded(start: Callable[[], Awaitable[web.AppRunner]]) -> Iterator[None]:
    """It runs until the block ends."""
    ready, loop, stop = threading.Event(), asyncio.new_event_loop(), asyncio.Event()

    async def run() -> None:
        runner = await start()
        ready.set()
        await stop.wait()
        await runner.cleanup()

    thread = threading.Thread(target=loop.run_until_complete, args=[run()])
    thread.start()
    try:
        assert ready.wait(60)
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()
