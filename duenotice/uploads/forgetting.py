"""What a purge takes of uploads (L4): the rows that tell of the purged, and the files that these rows stand in."""

from functools import reduce
from operator import or_

from django.db.models import Q, TextField
from django.db.models.functions import Cast, Lower, Now

from duenotice.lifecycle.forgetting import Gone, forgets
from duenotice.uploads.models import Stage, Upload, UploadChunk, UploadRow

# A shorter name would be found in what rows say of others.
SHORTEST_TOLD = 6
TABLES = ("uploads_uploadrow", "uploads_uploadchunk")


@forgets(*TABLES)
def forget_uploads(gone: Gone) -> int:
    """By the ids of clients, contacts and events that rows made or changed, and by the words that the people were known by."""
    mine = UploadRow.objects.filter(agency_id=gone.agency_id)
    said = mine.alias(text=Lower(Cast("cells", TextField())), did=Cast("made", TextField()))
    ways = [Q(text__contains=_as_in_json(word.lower())) for word in gone.words if len(word) >= SHORTEST_TOLD]
    ways += [Q(did__contains=str(id)) for id in (*gone.client_ids, *gone.contact_ids, *gone.event_ids)]
    if not ways:
        return 0
    numbers = list(said.filter(reduce(or_, ways)).values_list("upload_id", "number"))
    uploads = Upload.objects.filter(agency_id=gone.agency_id)
    # What is in a file that nobody has checked yet is not known: it goes.
    unknown = set(uploads.filter(stage=Stage.COLUMNS, emptied_at=None).values_list("id", flat=True))
    files = {upload_id for upload_id, _number in numbers} | unknown
    chunks = UploadChunk.objects.filter(agency_id=gone.agency_id, upload_id__in=files).delete()[0]
    uploads.filter(id__in=unknown).update(emptied_at=Now(), columns=[])
    for upload_id in files - unknown:
        mine.filter(upload_id=upload_id, number__in=[number for one, number in numbers if one == upload_id]).delete()
    return chunks + len(numbers)


def _as_in_json(word: str) -> str:
    """A word as PostgreSQL writes it inside a JSON text."""
    return word.replace("\\", "\\\\").replace('"', '\\"')
