"""One upload as its page shows it."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from duenotice.jobs.models import Job
from duenotice.uploads.deciding import may_decide, next_left
from duenotice.uploads.models import Outcome, Stage, Upload, UploadRow
from duenotice.uploads.reasons import in_words
from duenotice.uploads.taking import MAY, RUN, UNDO, job_of
from duenotice.web.access import PageRequest
from duenotice.web.jobs.shown import Shown

SIZE = 25
# In the place of an outcome: every row.
ALL = "all"


@dataclass
class ShownUpload:
    """For `web/uploads/upload.html`. A look at rows is by outcome, 50 at a time, from the row that the address names."""

    request: PageRequest
    upload: Upload

    @cached_property
    def job(self) -> Job | None:
        return job_of(self.upload)

    @cached_property
    def progress(self) -> Shown | None:
        """The job, while it works or where it stopped before its end."""
        return Shown(self.request, self.job) if self.job and self.job.state != "done" else None

    @property
    def busy(self) -> bool:
        return self.job is not None and not self.job.ended

    @property
    def dry(self) -> bool:
        """Whether nothing has been carried out yet."""
        return self.upload.stage in (Stage.CHECKING, Stage.CHECKED)

    @property
    def foreseen(self) -> bool:
        """Whether the counts are still the dry run's: the run's own come with its end."""
        return self.dry or (self.busy and self.upload.stage == Stage.RUNNING)

    @property
    def may_run(self) -> bool:
        return self._may(RUN)

    @property
    def may_undo(self) -> bool:
        return self._may(UNDO)

    @property
    def may_change(self) -> bool:
        return not self.busy and self.dry and self.upload.emptied_at is None

    def _may(self, what: str) -> bool:
        return not self.busy and Stage(self.upload.stage) in MAY[what] and self.upload.emptied_at is None

    @cached_property
    def outcome(self) -> str:
        asked = self.request.GET.get("outcome", "")
        return asked if asked in (*Outcome.values, ALL) else ""

    @cached_property
    def to_look_at(self) -> bool:
        """Whether the rows shown are those with something to tell: they come first, unless somebody asks for others."""
        mine = UploadRow.objects.filter(agency_id=self.upload.agency_id, upload_id=self.upload.id)
        return not self.outcome and mine.exclude(reasons=[]).exists()

    @cached_property
    def counts(self) -> list[tuple[str, str, int, str]]:
        """(outcome, its words, how many rows, address of these rows)."""
        rows = self.upload.counts.get("rows", {})
        return [(str(one), str(one.label), rows.get(one, 0), f"?{urlencode({'outcome': one})}#rows") for one in Outcome]

    @cached_property
    def total(self) -> int:
        return sum(number for _outcome, _words, number, _url in self.counts)

    @property
    def rejects(self) -> int:
        """How many rows the file of rejects has."""
        not_taken = sum(number for outcome, _words, number, _url in self.counts if outcome in (Outcome.INVALID, Outcome.LEFT))
        return not_taken + int(self.upload.counts.get("in_part", 0))

    @cached_property
    def found(self) -> list[UploadRow]:
        rows = UploadRow.objects.filter(agency_id=self.upload.agency_id, upload_id=self.upload.id, number__gte=self._first)
        if self.to_look_at:
            rows = rows.exclude(reasons=[])
        elif self.outcome in Outcome.values:
            rows = rows.filter(outcome=self.outcome)
        return list(rows.order_by("number")[: SIZE + 1])

    @property
    def rows(self) -> list[tuple[int, str, str, str, bool]]:
        """(number, the first of its cells, outcome in words, reasons in words, whether it waits for a person's word)."""
        return [
            (
                row.number,
                " · ".join(cell for cell in row.cells if cell.strip())[:120],
                str(Outcome(row.outcome).label),
                in_words(row.reasons),
                self._may_look_at_clients and may_decide(self.upload, row),
            )
            for row in self.found[:SIZE]
        ]

    @property
    def undecided(self) -> int | None:
        """The number of the first row that waits for a person's word."""
        left = self.upload.counts.get("rows", {}).get(Outcome.LEFT, 0)
        return next_left(self.upload, 0) if left and self._may_look_at_clients else None

    @property
    def _may_look_at_clients(self) -> bool:
        return "view_clients" in self.request.permissions

    @property
    def first_page(self) -> str:
        return self._address(0) if self._first else ""

    @property
    def next_page(self) -> str:
        return self._address(self.found[SIZE].number) if len(self.found) > SIZE else ""

    @property
    def watch_url(self) -> str:
        return reverse("upload_watch", args=[self.request.agency.reference, self.upload.id])

    @property
    def _first(self) -> int:
        asked = self.request.GET.get("from", "")
        return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0

    def _address(self, first: int) -> str:
        return f"?{urlencode({'outcome': self.outcome, 'from': first})}#rows"
