"""Starts one PostgreSQL for the test session, before Django's settings are read (hence `-p`); or uses DATABASE_URL if it is set."""

import os
import shutil
import signal
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from duenotice.db import embedded

# What is lost in a power cut does not matter here.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": "0"}


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """A wrapper, so that it runs before pytest-django reads the settings."""
    os.environ["DUENOTICE_SECRET_KEY"] = "only for tests: 0123456789abcdef0123456789"
    os.environ["DUENOTICE_DEBUG"] = "true"
    os.environ["DUENOTICE_HANDSET"] = "true"
    if "DATABASE_URL" not in os.environ:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that SIGTERM, like Ctrl-C, runs the clean-up
        _start(early_config)
    return (yield)


def _start(config: pytest.Config) -> None:
    home = Path(tempfile.mkdtemp(prefix="duenotice-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    server = embedded.start(home, settings=FAST)
    config.add_cleanup(server.stop)
    server.let_owner_make_databases()
    os.environ["DATABASE_URL"] = server.owner_url
    os.environ["DUENOTICE_TEST_APP_DATABASE_URL"] = server.url(embedded.APP, f"test_{embedded.DATABASE}")
