"""What the tests of the running product share."""

import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest


@pytest.fixture
def data_folder() -> Generator[Path]:
    """Not pytest's tmp_path: that lies below a folder that is closed to PostgreSQL's user where root runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="duenotice-data-"))
    yield folder
    shutil.rmtree(folder)
