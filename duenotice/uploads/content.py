"""The file itself: kept in pieces as it arrives, written to disk for whoever reads it, and forgotten after its time."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from duenotice.uploads.models import Upload, UploadChunk, UploadRow

# So long a file and what its rows said are kept: for Undo, and for whoever asks what was in it.
KEPT_FOR = timedelta(days=30)
AT_A_TIME = 100


def keep(upload: Upload, pieces: Iterable[bytes], now: datetime) -> None:
    """Store a file piece by piece: no more than one piece is in memory."""
    for number, piece in enumerate(pieces):
        UploadChunk.objects.create(agency_id=upload.agency_id, upload=upload, number=number, content=piece, created_at=now, updated_at=now)


@contextmanager
def on_disk(upload: Upload) -> Iterator[Path]:
    """The file, in a place of its own, as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="duenotice-upload-") as folder:
        path = Path(folder) / "file"
        pieces = UploadChunk.objects.filter(agency_id=upload.agency_id, upload_id=upload.id).order_by("number")
        with path.open("wb") as file:
            for content in pieces.values_list("content", flat=True).iterator(chunk_size=4):
                file.write(content)
        yield path


def forget_old_uploads(now: datetime) -> int:
    """Remove files and their rows whose time is over; what came of them, in counts, stays. Answers how many."""
    old = Upload.objects.filter(emptied_at=None, created_at__lt=now - KEPT_FOR)
    ids = list(old.values_list("agency_id", "id")[:AT_A_TIME])
    for agency_id, id in ids:
        with transaction.atomic():
            UploadChunk.objects.filter(agency_id=agency_id, upload_id=id).delete()
            UploadRow.objects.filter(agency_id=agency_id, upload_id=id).delete()
            Upload.objects.filter(agency_id=agency_id, id=id).update(emptied_at=now, columns=[], updated_at=now)
    return len(ids)
