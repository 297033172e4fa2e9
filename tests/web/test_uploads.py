"""Admin, Uploads: what a person sees and presses, and what is refused in words (U1)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from duenotice.clients.models import Client
from duenotice.uploads.models import Upload, UploadChunk, UploadRow, UploadTemplate
from tests import cast
from tests.running_jobs import finish_jobs
from tests.uploads.files import CHECK, RUN, go, taken, undone

pytestmark = pytest.mark.django_db

PLACE = "/a/riverton/uploads/"
ROWS = "Last name,First name,Phone,DOB\r\nDelgado,Rosa,2025550143,3/9/1980\r\nOrtiz,Ben,2.03E+09,3/9/1981\r\n"


@pytest.fixture
def browser() -> Browser:
    opened = Browser()
    opened.force_login(cast.ada(), backend="django.contrib.auth.backends.ModelBackend")
    return opened


def sent(browser: Browser, content: str | bytes, name: str = "people.csv"):
    data = content.encode() if isinstance(content, str) else content
    return browser.post(PLACE, {"file": SimpleUploadedFile(name, data), "template": ""})


def test_a_file_goes_from_its_columns_by_a_dry_run_to_a_run_and_back(browser):  # U1
    cast.agency()
    answer = sent(browser, ROWS)
    columns = answer["Location"]
    page = browser.get(columns).content.decode()
    assert "2025550143" in page
    assert page.count("selected") >= 4
    chosen = {"column_0": "last_name", "column_1": "first_name", "column_2": "mobile_phone", "column_3": "date_of_birth"}
    answer = browser.post(columns, {**chosen, "date_order": "mdy", "flow": "", "save_as": "Docket"})
    screen = answer["Location"]
    finish_jobs()
    page = browser.get(screen).content.decode()
    assert "nothing has been changed yet" in page
    assert "Excel has shortened this number" in page
    assert Client.objects.count() == 0
    browser.post(f"{screen}run")
    finish_jobs()
    assert Client.objects.get().name == "Rosa Delgado"
    assert UploadTemplate.objects.get().fields["phone"] == "mobile_phone"
    rejects = b"".join(browser.get(f"{screen}rejects.csv")).decode("utf-8-sig").splitlines()
    assert rejects[0] == "Last name,First name,Phone,DOB,Reason"
    assert rejects[1].startswith("Ortiz,Ben,2.03E+09,3/9/1981,")
    browser.post(f"{screen}undo")
    finish_jobs()
    assert "The upload was undone" in browser.get(screen).content.decode()
    assert Client.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "0 bytes"), (b"Last name,Phone\r\n", "only a heading"), (b"%PDF-1.7", "neither"), (b"PK\x03\x04...", "damaged")],
)
def test_what_cannot_be_read_is_refused_beside_the_file(browser, content, words):  # U1
    cast.agency()
    answer = sent(browser, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Upload.objects.count() == 0


def test_a_file_that_is_too_large_is_not_kept(browser, settings):  # U1
    cast.agency()
    settings.UPLOAD_MOST_BYTES = 1024 * 1024
    answer = sent(browser, b"x" * (2 * 1024 * 1024))
    assert answer.status_code == 422
    assert "larger than 1 MB" in answer.content.decode()


def test_of_a_connection_that_dies_on_the_way_nothing_is_kept(browser):  # U1
    cast.agency()
    begun = b'--x\r\nContent-Disposition: form-data; name="file"; filename="people.csv"\r\nContent-Type: text/csv\r\n\r\n' + ROWS.encode()
    browser.generic("POST", PLACE, begun, content_type="multipart/form-data; boundary=x")
    assert (Upload.objects.count(), UploadChunk.objects.count()) == (0, 0)


def test_a_mapping_that_cannot_be_keeps_what_was_chosen(browser):
    cast.agency()
    columns = sent(browser, ROWS)["Location"]
    chosen = {"column_0": "last_name", "column_1": "last_name", "column_2": "phone", "column_3": ""}
    answer = browser.post(columns, {**chosen, "date_order": "dmy", "flow": "", "save_as": ""})
    assert answer.status_code == 422
    assert "Leave one of the two out" in answer.content.decode()
    assert not UploadRow.objects.exists()


def test_how_days_are_written_is_proposed_by_what_stands_in_the_file(browser):  # U1
    columns = sent(browser, "Last name,First name,DOB\r\nDelgado,Rosa,25/12/1980\r\n")["Location"]
    assert '<option value="dmy" selected>' in browser.get(columns).content.decode()


def test_once_an_upload_is_done_its_columns_lead_to_what_became_of_it(browser):  # U1
    """Its file is gone by then; the browser's Back still leads there."""
    upload = go(taken("D-1,Rosa,Delgado,,2025550143,,,,,"), CHECK, RUN)
    for place in ("columns", "shape"):
        assert browser.get(f"{PLACE}{upload.id}/{place}")["Location"] == f"{PLACE}{upload.id}/"


def test_the_file_can_be_read_in_another_way(browser):
    cast.agency()
    columns = sent(browser, ROWS.replace(",", ";").replace("Rosa", "Rosé").encode("mac_roman"))["Location"]
    assert "Rosé" not in browser.get(columns).content.decode()
    browser.post(columns.replace("columns", "shape"), {"encoding": "mac_roman", "delimiter": ";", "heading_row": "1"})
    assert "Rosé" in browser.get(columns).content.decode()


def test_a_template_reads_the_next_file(browser):
    first = taken("x,y", heading="Who,Where to")
    Upload.objects.filter(id=first.id).update(fields=["last_name", "contact"])
    UploadTemplate.objects.create(agency=first.agency, name="Odd", fields={"who": "last_name", "where to": "contact"})
    template = UploadTemplate.objects.get()
    file = SimpleUploadedFile("next.csv", b"Who,Where to\r\nDelgado,2025550143\r\n")
    browser.post(PLACE, {"file": file, "template": str(template.id)})
    assert Upload.objects.order_by("-id")[0].fields == ["last_name", "contact"]


def test_another_agencys_upload_is_not_found(browser):
    cast.lee()
    theirs = taken("D-1,Nadia,Brown,,,,,,,", by=cast.lee(), agency=cast.agency("lakeside"))
    for part in ("", "columns", "rejects.csv", "watch"):
        assert browser.get(f"{PLACE}{theirs.id}/{part}").status_code == 404
    assert str(theirs.id) not in browser.get(PLACE).content.decode()


def test_the_sample_file_can_be_uploaded(browser):
    cast.agency()
    columns = sent(browser, b"".join(browser.get(f"{PLACE}sample.csv")))["Location"]
    upload = Upload.objects.get()
    assert "event_date" in upload.fields
    assert "" not in upload.fields
    assert browser.get(columns).status_code == 200


def test_a_press_too_late_says_so_and_changes_nothing(browser):
    upload = undone(go(taken("D-1,Rosa,Delgado,,,,,,,"), CHECK, RUN))
    answer = browser.post(f"{PLACE}{upload.id}/run", follow=True)
    assert "cannot be done with this upload now" in answer.content.decode()
    assert Client.objects.count() == 0
