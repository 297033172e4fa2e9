"""`duenotice upload FILE --template NAME --agency REFERENCE`: take a file of a nightly job in.

Ends with 0 where every row was taken, 2 where some were not, and 1 where nothing, or not all, could be done.
"""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from duenotice.cli.uploading import CannotUpload, upload_file


class Command(BaseCommand):
    help = "Take a file of clients, contacts and events in. Ends with 0: all rows taken; 2: some not; 1: not done."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--template", required=True, help="how its columns are read; saved under Admin, Uploads")
        parser.add_argument("--agency", required=True, help="the agency's reference")
        parser.add_argument("--dry-run", action="store_true", help="change nothing, and say what would happen")
        parser.add_argument("--rejects", type=Path, help="where to write the rows that were not taken, with their reasons")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = {"path": options["file"], "dry": options["dry_run"], **{name: options[name] for name in ("template", "agency", "rejects")}}
        try:
            code, words = upload_file(**asked, clock=timezone.now)
        except CannotUpload as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(words)
        if code:
            sys.exit(code)
