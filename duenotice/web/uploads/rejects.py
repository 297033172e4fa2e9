"""The rows that a person has to look at, as a file: as they were, with the reason in the last column."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from duenotice.lib.csv_lines import csv_lines
from duenotice.uploads.models import Upload, UploadRow
from duenotice.uploads.reasons import in_words
from duenotice.uploads.rejected import REJECTED


def reject_lines(upload: Upload) -> Iterator[str]:
    """Its lines, read while they are sent."""
    rows = UploadRow.objects.filter(REJECTED, agency_id=upload.agency_id, upload_id=upload.id).order_by("number")
    width = len(upload.columns)
    cells = ([*(row.cells + [""] * width)[: max(width, len(row.cells))], in_words(row.reasons)] for row in rows.iterator(chunk_size=1000))
    return csv_lines([*upload.columns, _("Reason")], cells)
