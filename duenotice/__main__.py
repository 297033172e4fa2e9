"""`duenotice`: Django's command line with our commands."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duenotice.settings")
    execute_from_command_line(["duenotice", *sys.argv[1:]])


if __name__ == "__main__":
    main()
