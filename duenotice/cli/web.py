"""`duenotice web`: the web server alone."""

import argparse
import importlib
import os
import signal
from collections.abc import Callable, Sequence
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from duenotice.lib.children import end_with_parent

THREADS = 8  # in each process; each holds at most one of the pool's connections
MOST_PROCESSES = 4


def add_options(parser: argparse.ArgumentParser) -> None:
    processes = min(MOST_PROCESSES, os.cpu_count() or 1)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--processes", type=int, default=processes, help=f"processes that answer requests ({processes})")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="duenotice web", description=__doc__)
    add_options(parser)
    options = parser.parse_args(arguments)
    os.environ.setdefault("DUENOTICE_DATABASE_POOL", "true")
    prepare = end_with_parent(signal.SIGKILL)
    server = Granian(
        "duenotice.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.processes,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=8,
        log_level=LogLevels.error,
    )
    server.serve(target_loader=lambda: _load(prepare), wrap_loader=False)
    return 0


def _load(prepare: Callable[[], None]) -> Callable[..., Any]:
    """In each process: Django, once it is sure that the process ends with the one that started it, and on SIGTERM also while it loads."""
    prepare()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the inherited handler would only note it
    application: Callable[..., Any] = importlib.import_module("duenotice.wsgi").application
    return application
