"""All recurring duties, each with its period in cron's words, in UTC. What the worker does every few seconds stands in worker/loop.py."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from duenotice.actions.carrier_news import forget
from duenotice.actions.pruning_files import prune_files
from duenotice.actions.recurring import schedule_recurring
from duenotice.actions.retention import begin_retention
from duenotice.actions.troubles import tell_troubles
from duenotice.jobs.expiring import expire
from duenotice.jobs.reviving import revive_lost
from duenotice.programs.pruning import prune
from duenotice.uploads.content import forget_old_uploads
from duenotice.webhooks.pruning import prune_deliveries
from duenotice.webhooks.telling_people import mail_pauses


@dataclass(frozen=True)
class Duty:
    """`work` is handed the time, may be begun twice, and leaves what it does not manage to its next turn."""

    name: str
    cron: str
    work: Callable[[datetime], object]


DUTIES = [
    Duty("revive_lost_jobs", "* * * * *", revive_lost),
    Duty("expire_jobs", "7 * * * *", expire),
    Duty("forget_old_uploads", "37 * * * *", forget_old_uploads),
    # Nightly for each agency: hourly, because the night comes to each at its own hour, and a day begins at its own midnight.
    Duty("retention", "17 * * * *", begin_retention),
    Duty("schedule_recurring", "* * * * *", schedule_recurring),
    Duty("tell_troubles", "*/5 * * * *", tell_troubles),
    Duty("forget_carriers_news", "47 3 * * *", forget),
    Duty("prune_files", "57 3 * * *", prune_files),
    Duty("prune_api", "*/10 * * * *", prune),
    Duty("prune_webhooks", "53 * * * *", prune_deliveries),
    Duty("mail_webhook_pauses", "*/5 * * * *", mail_pauses),
]
