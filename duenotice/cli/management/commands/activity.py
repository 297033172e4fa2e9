"""`duenotice activity verify`: whether every agency's activity log is as it was written; exit code 1 if not."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from duenotice.agencies.models import Agency
from duenotice.agencies.sealing import Verified, verify, was_head


class Command(BaseCommand):
    help = "Compute the hash chains of the activity logs anew, and say where one breaks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["verify"])
        parser.add_argument("--agency", help="the reference of one agency; without it, all")
        parser.add_argument("--noted", help="a hash that this printed earlier for that agency: is it still in the chain?")

    def handle(self, *args: Any, **options: Any) -> None:
        agencies = Agency.objects.order_by("reference")
        if options["agency"]:
            agencies = agencies.filter(reference=options["agency"])
        if not agencies or (options["noted"] and not options["agency"]):
            raise CommandError("There is no such agency." if options["agency"] else "Name an agency by --agency.")
        broken = [self._tell(agency, verify(agency.id), options["noted"]) for agency in agencies]
        if any(broken):
            sys.exit(1)

    def _tell(self, agency: Agency, found: Verified, noted: str | None) -> bool:
        """Print what was found; answers whether anything is broken."""
        for one in found.breaks:
            after = f"{one.after:%Y-%m-%d %H:%M:%S} UTC" if one.after else "the beginning"
            self.stdout.write(f"BROKEN  {agency.reference}: seal {one.number}: {one.words}, after {after}")
        lost = bool(noted) and not was_head(agency.id, noted or "")
        if lost:
            self.stdout.write(f"BROKEN  {agency.reference}: the noted hash is not in the chain: its end was cut off or written anew")
        state = "BROKEN" if found.breaks or lost else "ok    "
        counts = f"{found.rows} rows in {found.seals} seals, {found.unsealed} not sealed yet"
        self.stdout.write(f"{state}  {agency.reference}: {counts}; last hash {found.head or 'none'}")
        return state == "BROKEN"
