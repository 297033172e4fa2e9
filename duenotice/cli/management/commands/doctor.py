"""`duenotice doctor`: whether this installation is well, in plain words; exit code 1 if not."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from duenotice.cli.doctor import examine

SIGNS = {"good": "ok      ", "note": "note    ", "problem": "PROBLEM "}


class Command(BaseCommand):
    help = "Say whether this installation is well, and what to do where it is not."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        findings = examine()
        for finding in findings:
            self.stdout.write(f"{SIGNS[finding.state]}{finding.words}")
        if any(finding.state == "problem" for finding in findings):
            sys.exit(1)
