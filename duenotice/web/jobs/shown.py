"""A job as pages show it: its title, how far it is, its counts in words, its files, its buttons."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse

from duenotice.accounts.models import User
from duenotice.actions.bulk import can_undo
from duenotice.actions.bulk_outcome import Verb
from duenotice.jobs.models import Chunk, Job
from duenotice.reports.listings import LISTINGS
from duenotice.web.access import PageRequest
from duenotice.web.bulk.forms import LABELS
from duenotice.web.jobs.kinds import KINDS, UNKNOWN, Kind, Words


@dataclass
class Shown:
    """One job, for the part of a page that shows its progress: `{% include "web/jobs/progress.html" with shown= %}`."""

    request: PageRequest
    job: Job

    @property
    def kind(self) -> Kind:
        return KINDS.get(self.job.kind, UNKNOWN)

    @property
    def title(self) -> Words:
        """The kind, and what it does to what, where that is told apart: which bulk action, the export of which list."""
        about = _about(self.job)
        return f"{self.kind.title}: {about}" if about else self.kind.title

    @property
    def url(self) -> str:
        return reverse(self.kind.page or "job", args=[self.request.agency.reference, self.job.id])

    @property
    def fingerprint(self) -> str:
        """Another one whenever there is something new to show."""
        return f"{self.job.state}-{self.job.asked}-{self.job.done}-{self.job.total}"

    @property
    def poll_url(self) -> str:
        return f"{reverse('job_part', args=[self.request.agency.reference, self.job.id])}?seen={self.fingerprint}"

    @property
    def counts(self) -> list[tuple[Words, int]]:
        """Outcomes with their numbers, those of the kind first, each in words."""
        known = [(words, self.job.counts[name]) for name, words in self.kind.outcomes.items() if name in self.job.counts]
        return known + [(name, count) for name, count in self.job.counts.items() if name not in self.kind.outcomes]

    @cached_property
    def files(self) -> list[tuple[Words, str]]:
        """What can be downloaded of a job that has ended, and where."""
        if not self.job.ended or not self.kind.files:
            return []
        mine = Chunk.objects.filter(agency_id=self.job.agency_id, job_id=self.job.id, number=0)
        there = set(mine.values_list("file", flat=True))
        names = [name for name in self.kind.files if name in there]
        return [(self.kind.files[name], reverse("job_file", args=[self.request.agency.reference, self.job.id, name])) for name in names]

    @property
    def undo_url(self) -> str:
        """Where it can be taken back; empty where it cannot, or not any more."""
        undoable = can_undo(self.job, self.request.user.id, self.request.now)
        return reverse("undo_bulk", args=[self.request.agency.reference, self.job.id]) if undoable else ""

    @cached_property
    def by(self) -> str:
        """Who began it; empty for the system."""
        user = User.objects.filter(id=self.job.made_by).first() if self.job.made_by else None
        return user.name if user else ""


def _about(job: Job) -> Words:
    if "verb" in job.parameters:
        return LABELS[Verb(job.parameters["verb"])]
    return LISTINGS[job.parameters["list"]].title if job.parameters.get("list") in LISTINGS else ""


def job_or_404(request: PageRequest, id: UUID) -> Job:
    """A job of this agency that the role may look at; to anybody else there is none."""
    return get_object_or_404(Job, agency_id=request.agency.id, id=id, permission__in=request.permissions)
