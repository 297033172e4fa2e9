"""Is this the database that we sent from before? A restored backup would send again what went out since it was made."""

import logging

from django.db import connection, transaction
from django.utils.translation import gettext as _

from duenotice.actions.brakes import pause_installation
from duenotice.agencies.activity import SYSTEM
from duenotice.agencies.models import Installation
from duenotice.worker.database import database_now

log = logging.getLogger(__name__)


def database_identity() -> str:
    """PostgreSQL's own identifier of this database cluster, and its timeline, which a restore from a backup changes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT system_identifier || '/' || timeline_id FROM pg_control_system(), pg_control_checkpoint()")
        return str(cursor.fetchone()[0])


@transaction.atomic
def check_identity() -> None:
    """The first start notes which database this is; another one than noted pauses sending until a person releases it."""
    found = database_identity()
    Installation.objects.get_or_create(id=1)
    installation = Installation.objects.select_for_update().get(id=1)
    if installation.database_identity == found:
        return
    if installation.database_identity:
        log.warning("this database was restored from a backup or moved: sending is paused until a person resumes it")
        why = _("The database was restored from a backup or moved. See what was sent since the backup was made, then resume sending.")
        pause_installation(why=why, actor=SYSTEM, now=database_now())
    Installation.objects.filter(id=1).update(database_identity=found)
