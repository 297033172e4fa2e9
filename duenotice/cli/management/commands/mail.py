"""`duenotice mail --agency REFERENCE RECIPIENT`: take one email in, as a mail server pipes it: answers, bounces, complaints.

Ends with the codes that mail servers know (sysexits.h): 0 taken, 67 no such mailbox here, 75 try again later.
"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from duenotice.cli.mail_in import NoSuchMailbox, take_in

NO_USER, TEMPORARY = 67, 75


class Command(BaseCommand):
    help = "Take in an email from standard input, for a mail server's pipe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("recipient", help="the address that it was brought to")
        parser.add_argument("--agency", required=True, help="the agency's reference")

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read()
        try:
            take_in(raw, agency=options["agency"], recipient=options["recipient"], now=timezone.now())
        except NoSuchMailbox as refused:
            self.stderr.write(str(refused))
            sys.exit(NO_USER)
        except (OperationalError, InterfaceError) as gone:
            self.stderr.write(str(gone))
            sys.exit(TEMPORARY)
