"""Which step does which kind of job. A room that enqueues a kind needs its line here, and its words in web/jobs/kinds.py."""

from duenotice.actions import bulk, retention, syncing, time_zones
from duenotice.jobs.models import SYNC
from duenotice.jobs.running import Step
from duenotice.lookups import asking
from duenotice.reports import exporting, whole_agency
from duenotice.uploads import forgetting, taking  # noqa: F401 - registers what a purge takes
from duenotice.uploads.carrying_out import run_step
from duenotice.uploads.checking import check_step
from duenotice.uploads.taking_back import undo_step

STEPS: dict[str, Step] = {
    bulk.BULK: bulk.step,
    bulk.UNDO: bulk.undo_step,
    exporting.EXPORT: exporting.step,
    whole_agency.WHOLE: whole_agency.step,
    asking.JOB: asking.ERRAND,
    retention.RETENTION: retention.retain,
    retention.PURGE: retention.purge_asked,
    SYNC: syncing.sync_batch,
    time_zones.JOB: time_zones.move_batch,
    taking.CHECK: check_step,
    taking.RUN: run_step,
    taking.UNDO: undo_step,
}
