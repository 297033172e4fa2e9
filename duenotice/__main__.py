"""`duenotice`: Django's command line with our commands."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from duenotice.cli import data_folder, serve, web

WITHOUT_DJANGO = {"demo": serve.demo, "serve": serve.serve, "web": web.main}
WITHOUT_DATABASE = {"help", "--help", "-h", "version", "--version", "makemessages", "compilemessages"}
AS_OWNER = {"migrate", "flush", "sqlflush", "dbshell"}
NO_DATABASE = """Nothing to work with: DATABASE_URL is not set, and nothing runs with the data folder {folder}{state}
If it runs with another folder: set DUENOTICE_DATA_DIR to that one, or call this where you started it.
If it does not run: start `duenotice serve` (or `duenotice demo`) and try again beside it, or set DATABASE_URL to a PostgreSQL 18.
"""
STATES = {
    data_folder.State.MISSING: ", which is not there.",
    data_folder.State.EMPTY: ", which holds no installation.",
    data_folder.State.STOPPED: ": an installation is there, and stopped.",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duenotice.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    try:
        if command not in ("demo", "serve"):
            find_settings(command)
        if command in WITHOUT_DJANGO:
            sys.exit(WITHOUT_DJANGO[command](sys.argv[2:]))
        execute_from_command_line(["duenotice", *sys.argv[1:]])
    except ImproperlyConfigured as error:
        sys.exit(f"{error}\ndocs/operating.md lists every setting.")


def find_settings(command: str) -> None:
    """Where no database is set, takes the settings of what runs with the data folder, or says what to do."""
    if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"):
        return
    folder = data_folder.chosen()
    running = data_folder.running(folder)
    if running is not None:
        owner = running.pop("DUENOTICE_OWNER_DATABASE_URL")
        os.environ.update({**running, **os.environ})
        if command in AS_OWNER:
            os.environ["DATABASE_URL"] = owner
    elif command not in WITHOUT_DATABASE:
        sys.exit(NO_DATABASE.format(folder=folder, state=STATES[data_folder.state(folder)]))


if __name__ == "__main__":
    main()
