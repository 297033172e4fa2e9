"""`duenotice upload`: nightly files, without anybody looking."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from duenotice.clients.models import Client
from duenotice.uploads.models import UploadTemplate
from tests import cast

pytestmark = pytest.mark.django_db

FIELDS = {"id": "reference", "who": "last_name", "phone": "phone"}


def upload(path: Path, *options: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    try:
        call_command("upload", str(path), "--agency", "riverton", "--template", "docket", *options)
    except SystemExit as ended:
        return int(ended.code or 0), capsys.readouterr().out
    return 0, capsys.readouterr().out


@pytest.fixture
def docket(tmp_path: Path) -> Path:
    UploadTemplate.objects.create(agency=cast.agency(), name="Docket", fields=FIELDS)
    path = tmp_path / "docket.csv"
    path.write_text("ID,Who,Phone\nD-1,Delgado,2025550143\nD-2,Ortiz,2.03E+09\n")
    return path


def test_it_says_what_came_of_it_and_ends_with_2_where_rows_were_rejected(docket, tmp_path, capsys):
    code, words = upload(docket, "--rejects", str(tmp_path / "rejects.csv"), capsys=capsys)
    assert code == 2
    assert "docket.csv: 2 rows\n  Created: 1\n  Invalid: 1" in words
    assert "row 3: Phone number: Excel has shortened this number" in words
    assert "D-2,Ortiz,2.03E+09," in (tmp_path / "rejects.csv").read_text()
    assert Client.objects.get().reference == "D-1"


def test_it_ends_with_0_where_all_was_taken_and_a_dry_run_changes_nothing(docket, capsys):
    docket.write_text("ID,Who,Phone\nD-1,Delgado,2025550143\n")
    code, words = upload(docket, "--dry-run", capsys=capsys)
    assert (code, Client.objects.count()) == (0, 0)
    assert "nothing was changed" in words
    assert upload(docket, capsys=capsys)[0] == 0
    assert Client.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "words"), [("", "0 bytes"), ("ID,Who,Phone\n", "only a heading"), ("a,b\n1,2\n", "at least one column")]
)
def test_it_ends_with_1_and_says_why_where_nothing_could_be_done(docket, content, words):
    docket.write_text(content)
    with pytest.raises(CommandError, match=words):
        call_command("upload", str(docket), "--agency", "riverton", "--template", "Docket")


def test_it_names_the_templates_that_there_are(docket):
    with pytest.raises(CommandError, match="Docket"):
        call_command("upload", str(docket), "--agency", "riverton", "--template", "Jurors")
