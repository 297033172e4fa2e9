"""`duenotice serve` and `duenotice demo`: everything in one, until Ctrl-C or SIGTERM."""

import argparse
import json
import logging
import socket
import sys
from collections.abc import Sequence

from duenotice.cli import data_folder, stopping, web
from duenotice.cli.installation import Installation
from duenotice.cli.programs import Failed
from duenotice.db.embedded import CannotStart

TOLD = ("email", "password", "agency", "api_client_id", "api_client_secret")
WELCOME = """
Due Notice is running.

    Address   {url}
    Email     {email}
    Password  {password}

    API       {url}/v1/docs
    client    {api_client_id}
    secret    {api_client_secret}

The demo's messages reach nobody: the handset page shows them. Ctrl-C stops everything; the data stays in {folder}.
"""


def serve(arguments: Sequence[str]) -> int:
    """PostgreSQL unless DATABASE_URL is set, web, worker and jobs."""
    parser = argparse.ArgumentParser(prog="duenotice serve", description=serve.__doc__)
    return _run(_options(parser, arguments), demo=False)


def demo(arguments: Sequence[str]) -> int:
    """The same, with a demo agency whose messages reach a page instead of people."""
    parser = argparse.ArgumentParser(prog="duenotice demo", description=demo.__doc__)
    parser.add_argument("--json", action="store_true", help="print one line of JSON when ready")
    return _run(_options(parser, arguments), demo=True)


def _options(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> argparse.Namespace:
    web.add_options(parser)
    parser.add_argument("--data-dir", help="folder for the database and all else (DUENOTICE_DATA_DIR, or ./data)")
    return parser.parse_args(arguments)


def _run(options: argparse.Namespace, *, demo: bool) -> int:
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.INFO)
    stopping.listen()
    folder = data_folder.chosen(options.data_dir)
    installation = Installation(folder, options.host, options.port or _free_port(options.host), options.processes, demo)
    try:
        installation.start()
        _tell(installation, as_json=demo and options.json)
        installation.watch()
    except KeyboardInterrupt:
        return 0
    except (CannotStart, Failed) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    finally:
        stopping.close_ears()
        installation.stop()


def _tell(installation: Installation, *, as_json: bool) -> None:
    url = installation.environment()["DUENOTICE_PUBLIC_URL"]
    told = {"url": url, **{key: installation.told.get(key) for key in TOLD}}
    if as_json:
        words = json.dumps(told)
    elif installation.told:
        words = WELCOME.format(folder=installation.folder, **told)
    else:
        words = f"Due Notice is running at {url}"
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _free_port(host: str) -> int:
    """For --port 0."""
    with socket.create_server((host, 0)) as probe:
        return int(probe.getsockname()[1])
