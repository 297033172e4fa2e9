"""`python -m benchmarks [NAME …] [--large]`: starts a PostgreSQL of its own, fills it, measures, prints a table, and stops."""

import argparse
import importlib
import os
import shutil
import tempfile
from pathlib import Path

from benchmarks.table import show
from duenotice.db import embedded

NAMES = ["opt_out", "pages", "api", "dispatch", "backlog", "receipts", "many", "sync", "uploads"]
# As an installation would run: fsync is on.
SERVER = {"shared_buffers": "1GB", "max_wal_size": "8GB", "work_mem": "64MB"}


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks")
    options.add_argument("names", nargs="*", help=f"which ones, of {', '.join(NAMES)}; all unless named")
    options.add_argument("--large", action="store_true", help="at full size, up to 5 million contacts or messages: hours for all of them")
    options.add_argument("--contacts", type=int, nargs="+", default=[], metavar="N", help="how many contacts `many` is measured at")
    asked = options.parse_args()
    home = Path(tempfile.mkdtemp(prefix="duenotice-bench-"))
    server = embedded.start(home, settings=SERVER)
    try:
        os.environ |= {
            "DATABASE_URL": server.owner_url,
            "DUENOTICE_SECRET_KEY": "only for benchmarks 0123456789abcdef",
            "DUENOTICE_HANDSET": "true",
            "DUENOTICE_PRIVATE_NETWORKS": "true",
            "DJANGO_SETTINGS_MODULE": "duenotice.settings",
            "DUENOTICE_LOG_LEVEL": "ERROR",
            "DUENOTICE_API_CALLS_A_MINUTE": "10000000",
        }
        importlib.import_module("benchmarks.ground").prepare()
        for name in asked.names or NAMES:
            sizes = {"contacts": asked.contacts} if name == "many" else {}
            show(name, importlib.import_module(f"benchmarks.{name}").measure(large=asked.large, **sizes))
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
