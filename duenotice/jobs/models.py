"""Work that takes longer than a page may: what it is, how far it is, what came of it, and the files that it made."""

from uuid import UUID

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import pgettext_lazy

from duenotice.agencies.models import AgencyRecord
from duenotice.db.constraints import SameAgency
from duenotice.db.only_simulate import OnlySimulates


class State(models.TextChoices):
    """waiting → running → done | failed | cancelled. Running goes back to waiting between two turns; paused and failed, when resumed."""

    WAITING = "waiting", pgettext_lazy("job", "waiting")
    RUNNING = "running", pgettext_lazy("job", "running")
    PAUSED = "paused", pgettext_lazy("job", "paused")
    DONE = "done", pgettext_lazy("job", "done")
    FAILED = "failed", pgettext_lazy("job", "failed")
    CANCELLED = "cancelled", pgettext_lazy("job", "cancelled")


class Asked(models.TextChoices):
    """What a person wants of a running job; it is done between two batches."""

    NOTHING = "", ""
    PAUSE = "pause", ""
    CANCEL = "cancel", ""


# What must come to its end, because other things wait for it: nobody pauses or cancels it.
MUST_END = frozenset({"move_events"})
# The kind of job that syncs messages. It stands here because the gate asks for it (messaging/unsynced.py).
SYNC = "sync"
NOT_DONE = [State.WAITING, State.RUNNING, State.PAUSED, State.FAILED]


class Job(AgencyRecord):
    """One piece of work in the background. Its kind says which step does it, batch by batch (`runner/kinds.py`)."""

    kind = models.TextField()
    # What a person needs to look at it, pause it, cancel it and take its files.
    permission = models.TextField()
    made_by = models.UUIDField(null=True)
    language = models.CharField(max_length=10, default="en")
    # A test client of the API asked for it: its messages are only ever simulated. The database sees to it (db/only_simulate.py).
    only_simulate = models.BooleanField(db_default=OnlySimulates())
    state = models.TextField(choices=State, default=State.WAITING)
    asked = models.TextField(choices=Asked, default=Asked.NOTHING, blank=True)
    # Fences every write of a runner: a batch is rolled back unless the number is still the one that its runner began with.
    run = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    # How many rows had which outcome; the names are the kind's own.
    counts = models.JSONField(default=dict)
    parameters = models.JSONField(default=dict)
    # Where the next batch begins; written with what the batch before it did, so that nothing is done twice.
    place = models.JSONField(null=True)
    result = models.JSONField(default=dict)
    # Why it failed, in words for a person.
    reason = models.TextField(default="", blank=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # When its files go; None keeps them.
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "id"], name="job_in_agency"),
            CheckConstraint(condition=Q(state__in=State.values), name="job_state_is_known"),
        ]
        indexes = [
            Index(fields=["agency", "-id"], name="job_newest"),
            Index(fields=["expires_at"], condition=Q(expires_at__isnull=False), name="job_expiring"),
            Index(fields=["updated_at"], condition=Q(state__in=[State.WAITING, State.RUNNING]), name="job_under_way"),
            # The gate: which syncs are not done yet.
            Index(fields=["agency"], condition=Q(kind=SYNC, state__in=NOT_DONE), name="job_syncing"),
        ]

    @property
    def ended(self) -> bool:
        return self.state in (State.DONE, State.FAILED, State.CANCELLED)

    @property
    def percent(self) -> int | None:
        """How far it is, from 0 to 100; None where nobody knows yet how much there is."""
        if self.total is None:
            return None
        return 100 if self.total == 0 or self.state == State.DONE else min(99, 100 * self.done // self.total)

    @property
    def can_pause(self) -> bool:
        return self.state in (State.WAITING, State.RUNNING) and not self.asked and self.kind not in MUST_END

    @property
    def can_resume(self) -> bool:
        return self.state in (State.PAUSED, State.FAILED)

    @property
    def can_cancel(self) -> bool:
        return not self.ended and self.asked != Asked.CANCEL and self.kind not in MUST_END


class Chunk(AgencyRecord):
    """A piece of a file of a job. Files are in the database, because any number of machines run jobs and serve pages."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, db_constraint=False, related_name="chunks")
    file = models.TextField()
    number = models.PositiveIntegerField()
    content = models.BinaryField()
    # Whether the content is zlib's; see jobs/files.py.
    deflated = models.BooleanField(default=False, db_default=False)

    job_id: UUID

    class Meta:
        constraints = [
            SameAgency("job_id", "jobs_job", name="chunk_job_same_agency", on_delete="CASCADE"),
            UniqueConstraint(fields=["agency", "job", "file", "number"], name="chunks_are_numbered"),
        ]
