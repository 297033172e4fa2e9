"""How tables without a foreign key to clients forget purged ones: those of this room and the rooms below."""

import json
from datetime import UTC, datetime
from functools import reduce
from operator import or_

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from duenotice.actions.models import News
from duenotice.checkins.models import Checkin
from duenotice.contacts.models import ConsentEvent, ConsentWords
from duenotice.db.named_sql import named_sql
from duenotice.jobs.models import Chunk, Job, State
from duenotice.lifecycle.forgetting import Gone, forgets
from duenotice.messaging.models import File, HandOff, Message
from duenotice.programs.models import Answered

# A shorter name would be found in what was told of others.
SHORTEST_TOLD = 6
ENDED = [State.DONE, State.FAILED, State.CANCELLED]


@forgets("messaging_handoff")
def hand_offs(gone: Gone) -> int:
    """What the handset was handed."""
    theirs = Q(message_id__in=gone.message_ids) | Q(to__in=gone.words)
    return HandOff.objects.filter(theirs, agency_id=gone.agency_id).delete()[0]


@forgets("messaging_file")
def files(gone: Gone) -> int:
    """Files that no other message carries."""
    carried = Message.objects.filter(agency_id=gone.agency_id, files__overlap=gone.file_ids).values_list("files", flat=True)
    others = {id for files in carried for id in files} if gone.file_ids else set()
    return File.objects.filter(agency_id=gone.agency_id, id__in=set(gone.file_ids) - others).delete()[0]


@forgets("contacts_consentwords")
def consent_words(gone: Gone) -> int:
    """What the person wrote; that they said stop stays, by hash."""
    theirs = Q(address_id__in=gone.address_ids) | Q(message_id__in=gone.message_ids)
    entries = ConsentEvent.objects.filter(theirs, agency_id=gone.agency_id)
    return ConsentWords.objects.filter(agency_id=gone.agency_id, consent_event_id__in=list(entries.values_list("id", flat=True))).delete()[
        0
    ]


@forgets("actions_news")
def news(gone: Gone) -> int:
    """What a carrier told and nobody has looked at yet; what was is emptied of its words."""
    parked = News.objects.filter(agency_id=gone.agency_id, applied_at=None).annotate(told=Cast("content", TextField()))
    theirs = reduce(or_, (Q(told__contains=word) for word in gone.words if len(word) >= SHORTEST_TOLD), Q(pk=None))
    return parked.filter(theirs).delete()[0]


@forgets("actions_undo")
def undo(gone: Gone) -> int:
    with connection.cursor() as cursor:
        cursor.execute(named_sql("actions", "purge_undo"), {"agency_id": gone.agency_id, "ids": [str(id) for id in gone.ids]})
        return int(cursor.rowcount)


@forgets("jobs_job", "jobs_chunk")
def files_of_jobs(gone: Gone) -> int:
    """Exports, results and uploaded files of jobs that ended, whoever is in them; those under way look at Agency.purged_at as they end."""
    ended = Job.objects.filter(agency_id=gone.agency_id, state__in=ENDED, chunks__isnull=False).distinct()
    for job in ended:
        Job.objects.filter(agency_id=gone.agency_id, id=job.id).update(
            expires_at=None,
            result={**job.result, "expired": True},
            parameters={name: value for name, value in job.parameters.items() if name != "ids"},
            place=None,
        )
    return Chunk.objects.filter(agency_id=gone.agency_id, job_id__in=[job.id for job in ended]).delete()[0]


@forgets("programs_answered")
def answers_to_programs(gone: Gone) -> int:
    """What is kept for a day of answers to programs, whoever is in it: whoever calls again with the same key within that day works anew."""
    return Answered.objects.filter(agency_id=gone.agency_id).delete()[0]


@forgets("checkins_checkin")
def checkins(gone: Gone) -> int:
    """Arrivals that were taken down without saying of which client."""
    theirs = Q(name__in=gone.words) | Q(phone__in=gone.words) | Q(email__in=gone.words)
    return Checkin.objects.filter(theirs, agency_id=gone.agency_id).delete()[0]


@forgets("django_session")
def alerts(gone: Gone) -> int:
    """Alerts about the purged that wait in somebody's session for the next page; and sessions that ended."""
    now, dropped = datetime.now(UTC), 0
    Session.objects.filter(expire_date__lt=now).delete()
    words = [json.dumps(word)[1:-1] for word in [*gone.words, *map(str, gone.ids)]]
    for session in Session.objects.all().iterator():
        kept = session.get_decoded()
        if any(word in str(kept.get("_messages", "")) for word in words):
            kept.pop("_messages")
            dropped += Session.objects.filter(session_key=session.session_key).update(session_data=Session.objects.encode(kept))
    return dropped
