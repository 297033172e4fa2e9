"""Which step does which kind of job. A room that enqueues a kind needs its line here, and its words in web/jobs/kinds.py."""

from duenotice.jobs.running import Step

STEPS: dict[str, Step] = {}
