"""`duenotice seed_demo`: make the demo agency unless it is there, and print where to sign in as one JSON line."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from duenotice.cli.demo import seed


class Command(BaseCommand):
    help = "Make the demo agency unless it is there, and print where to sign in as one JSON line."

    def handle(self, *args: Any, **options: Any) -> None:
        demo = seed(timezone.now())
        self.stdout.write(json.dumps(asdict(demo)))
