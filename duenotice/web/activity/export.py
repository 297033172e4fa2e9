"""The activity log as CSV."""

import json
from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from duenotice.agencies.models import Activity
from duenotice.lib.csv_lines import csv_lines
from duenotice.web.activity.rows import Row, named


def lines(pages: Iterable[list[Activity]]) -> Iterator[str]:
    """The lines of the file, its heading first; `pages` are read one after the other."""
    return csv_lines(_heading(), (_cells(row) for page in pages for row in named(page)))


def _heading() -> list[str]:
    what = [_("When"), _("Who"), _("User id"), _("From address"), _("What"), _("Verb"), _("Kind"), _("Record id"), _("Details"), _("Id")]
    return [str(words) for words in what]


def _cells(row: Row) -> list[str]:
    told = row.activity
    return [
        timezone.localtime(told.at).isoformat(timespec="seconds"),
        row.who,
        str(told.actor_id or ""),
        told.from_ip or "",
        row.what,
        told.verb,
        told.record_kind,
        str(told.record_id),
        json.dumps(told.detail, ensure_ascii=False) if told.detail else "",
        str(told.id),
    ]
