"""A file that is larger than the installation allows is let go by as it comes: it is never stored, and its page says so."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

# What the form finds in the place of the file.
TOO_LARGE = "file_too_large"


class SizeLimit(FileUploadHandler):
    """The first of FILE_UPLOAD_HANDLERS: whatever a browser says of a file's size, its bytes are counted."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.size += len(raw_data)
        if self.size > settings.UPLOAD_MOST_BYTES:
            assert self.request is not None
            setattr(self.request, TOO_LARGE, True)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler keeps it."""
