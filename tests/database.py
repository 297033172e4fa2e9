"""Starts one PostgreSQL for the test session, before Django's settings are read (hence `-p`); or uses DATABASE_URL if it is set.

With `--numprocesses`, pytest-xdist's processes inherit it, and each makes a database of its own there, by pytest-django's suffix. They also
share a folder, for what is dear to make and good for all.
"""

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
FOLDER = "DUENOTICE_TEST_FOLDER"
APP_URL = "DUENOTICE_TEST_APP_DATABASE_URL"  # of the test database, as the role that owns nothing


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """A wrapper, so that it runs before pytest-django reads the settings."""
    os.environ["DUENOTICE_SECRET_KEY"] = "only for tests: 0123456789abcdef0123456789"
    os.environ["DUENOTICE_DEBUG"] = "true"
    os.environ["DUENOTICE_HANDSET"] = "true"
    part = os.environ.get("PYTEST_XDIST_WORKER")
    if not part:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that SIGTERM, like Ctrl-C, runs the clean-up
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="duenotice-tests-")
        early_config.add_cleanup(lambda: shutil.rmtree(os.environ[FOLDER], ignore_errors=True))
        # Pages refer to static files; tests of them all find them where they are written, and nothing has to be collected.
        static = Path(os.environ[FOLDER]) / "static"
        static.mkdir()
        os.environ["DUENOTICE_STATIC_ROOT"] = str(static)
    if "DATABASE_URL" not in os.environ:
        _start(early_config, Path(os.environ[FOLDER]))
    elif part and APP_URL in os.environ:
        name = f"/test_{embedded.DATABASE}"
        os.environ[APP_URL] = os.environ[APP_URL].replace(f"{name}?", f"{name}_{part}?")
    return (yield)


def _start(config: pytest.Config, home: Path) -> None:
    server = embedded.start(home, settings=FAST)
    config.add_cleanup(server.stop)
    server.let_owner_make_databases()
    os.environ["DATABASE_URL"] = server.owner_url
    os.environ[APP_URL] = server.url(embedded.APP, f"test_{embedded.DATABASE}")
