"""`duenotice message explain ID`: the life of one message, and what would happen to it now."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from duenotice.messaging.explain import explain
from duenotice.messaging.models import Message


class Command(BaseCommand):
    help = "Explain one message: its status, attempts and receipts, and what would happen to it now, rule by rule."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["explain"])
        parser.add_argument("id", type=UUID)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines = explain(options["id"], timezone.now())
        except Message.DoesNotExist as missing:
            raise CommandError("There is no message with this id. It may have been deleted: the activity log says so.") from missing
        self.stdout.write("\n".join(lines))
