"""Keeping the files that somebody attached, before the message is made: so that an error elsewhere in the form loses none."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePosixPath
from uuid import UUID

from django.db import transaction

from duenotice.agencies.models import Agency
from duenotice.messaging.attachments import BadFile, Upload, check_together, checked_type
from duenotice.messaging.models import File


@transaction.atomic
def attach(*, agency: Agency, kept: Sequence[UUID], uploads: Sequence[Upload], now: datetime) -> tuple[list[File], list[str]]:
    """Keep what may be sent beside the files kept before; answers all that the message has now, and what was refused, in words."""
    files = list(File.objects.filter(agency_id=agency.id, id__in=kept).defer("content").order_by("id"))
    refused = []
    for upload in uploads:
        try:
            type = checked_type(upload)
            check_together([*(file.size for file in files), len(upload.content)])
        except BadFile as bad:
            refused.append(str(bad))
        else:
            files.append(_keep(agency, upload, type, now))
    return files, refused


def keep_file(*, agency: Agency, upload: Upload, now: datetime) -> File:
    """Keep one file that may be sent. Raises BadFile."""
    type = checked_type(upload)
    check_together([len(upload.content)])
    return _keep(agency, upload, type, now)


def _keep(agency: Agency, upload: Upload, type: str, now: datetime) -> File:
    name = "".join(character for character in PurePosixPath(upload.name).name if character.isprintable())
    suffix = PurePosixPath(name).suffix
    return File.objects.create(
        agency=agency,
        name=name.removesuffix(suffix)[: 150 - len(suffix)] + suffix,
        type=type,
        size=len(upload.content),
        content=upload.content,
        created_at=now,
        updated_at=now,
    )
