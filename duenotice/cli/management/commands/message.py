"""`duenotice message explain ID`: the life of one message, and what would happen to it now. With --event and --contact in the place of an
id: which messages about an event a contact gets, which not, and why."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from duenotice.contacts.models import Contact
from duenotice.events.models import Event
from duenotice.flows.explain import explain as explain_event
from duenotice.flows.explain import in_lines
from duenotice.messaging.explain import explain
from duenotice.messaging.models import Message


class Command(BaseCommand):
    help = "Explain one message, or which messages about an event a contact gets, rule by rule."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["explain"])
        parser.add_argument("id", type=UUID, nargs="?")
        parser.add_argument("--event", type=UUID)
        parser.add_argument("--contact", type=UUID)

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["id"]) == bool(options["event"] and options["contact"]):
            raise CommandError("Give the id of a message, or else --event and --contact.")
        self.stdout.write("\n".join(_message(options["id"]) if options["id"] else _event(options["event"], options["contact"])))


def _message(id: UUID) -> list[str]:
    try:
        return explain(id, timezone.now())
    except Message.DoesNotExist as missing:
        raise CommandError("There is no message with this id. It may have been deleted: the activity log says so.") from missing


def _event(event_id: UUID, contact_id: UUID) -> list[str]:
    event = Event.objects.select_related("agency").filter(id=event_id).first()
    whole = Contact.objects.select_related("client", "address")
    contact = whole.filter(agency_id=event.agency_id, id=contact_id).first() if event else None
    if event is None or contact is None:
        raise CommandError("There is no such event, or no such contact in its agency.")
    return list(in_lines(explain_event(event.agency, event, contact, timezone.now())))
