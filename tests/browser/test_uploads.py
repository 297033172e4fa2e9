"""A messy file, from Admin, Uploads to Undo, by the buttons that people press (U1)."""

import csv
import io
import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from duenotice.clients.models import Client
from duenotice.contacts.models import Address, Contact
from duenotice.events.models import Event
from tests import cast
from tests.running_jobs import finish_jobs

pytestmark = pytest.mark.django_db(transaction=True)

HEADING = ["Case No", "DefendantName", "DOB", "How to reach", "Cell", "Correo electrónico", "Hearing Date", "Time", "Type"]
GOOD = int(os.environ.get("MESSY_ROWS", "10000"))
# The damaged rows are about people of their own.
BAD = 20_900


def person(number: int, **cells: str) -> list[str]:
    usual = {
        "Case No": f"C-{number}",
        "DefendantName": f"DOE{number}, ÁNGEL",
        "DOB": "3/9/1980",
        "How to reach": f"555-{number}",
        "Cell": f"(202) 555-{number % 10000:04d}",
        "Correo electrónico": f"doe{number}@example.org",
        "Hearing Date": "11/30/2026",
        "Time": "9:00 AM",
        "Type": "Hearing",
    }
    return list({**usual, **cells}.values())


# What people and Excel do to files.
DAMAGE: dict[str, dict[str, str]] = {
    "a phone that Excel has shortened": {"Cell": "2.03E+09"},
    "a phone that has lost its plus": {"Cell": "525512345678"},
    "a formula": {"Cell": '=HYPERLINK("x")'},
    "a day that does not exist": {"DOB": "2/30/1988"},
    "a phone that is none": {"Cell": "call mother"},
    "an invisible character": {"Cell": "20255501\x0043"},
    "no name": {"DefendantName": ""},
    "an event without a time": {"Time": ""},
    "a phone that cannot be reached": {"Cell": "12345"},
}


def damaged(which: str) -> str:
    """The case number of that row."""
    return f"C-{BAD + list(DAMAGE).index(which)}"


def messy() -> bytes:
    """Every damage at once, in Windows' encoding, with semicolons and a title above the heading."""
    rows = [["Court calendar"], HEADING, *(person(number) for number in range(GOOD))]
    # A row twice, the heading twice, an empty line; a row with too many cells, and one with too few.
    rows += [person(0), HEADING, [], [*person(BAD + 20), "one too many"], person(BAD + 21)[:6]]
    rows += [person(BAD + number, **cells) for number, cells in enumerate(DAMAGE.values())]
    # Somebody who is there already, with an event that cannot be; and a namesake of somebody, whom only a person can tell apart.
    rows += [person(1, **{"Hearing Date": "2/30/2026"}), person(2, DOB="", Cell="202-555-0999", **{"Correo electrónico": ""})]
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("cp1252", "replace")


def test_a_messy_file_is_mapped_rehearsed_run_and_undone(page: Page, sign_in, axe, shot, tmp_path: Path):  # U1, L5
    cast.agency()
    cast.contact(cast.client(), entered="doe3@example.org")
    Address.objects.update(consent="out")
    sign_in(page, cast.ada())
    map_and_rehearse(page, axe, shot, tmp_path / "calendar.csv")
    assert Client.objects.count() == 1
    page.locator("#counts .dn-counts div", has_text="Left for a person").get_by_role("link").click()
    expect(page.get_by_text("There is a client of the same name")).to_be_visible()
    page.get_by_role("button", name="Run Upload").click()
    finish_jobs()
    expect(page.get_by_text("The upload is done")).to_be_visible()
    # All but the damaged; two of those can be taken without their phone's reach, or without their event.
    assert (Client.objects.count(), Event.objects.count()) == (1 + GOOD + 2, GOOD + 1)
    decide_about_rows(page, axe, shot)
    shot(page, "upload-done")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download Rejects").click()
    check_rejects(Path(download.value.path()).read_text(encoding="utf-8-sig"))
    page.get_by_role("button", name="Undo").click()
    finish_jobs()
    expect(page.get_by_text("The upload was undone")).to_be_visible()
    assert (Client.objects.count(), Contact.objects.count(), Event.objects.count()) == (1, 1, 0)


def map_and_rehearse(page: Page, axe, shot, file: Path) -> None:
    page.goto("/a/riverton/settings")
    page.get_by_role("link", name="Uploads").first.click()
    axe(page)
    shot(page, "uploads")
    file.write_bytes(messy())
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.get_by_role("heading", name="What do the columns hold?")).to_be_visible()
    assert page.get_by_label("DefendantName").input_value() == "full_name"
    page.get_by_label("Type", exact=True).select_option("event_type")
    axe(page)
    shot(page, "upload-columns")
    page.get_by_label("Save as template").fill("Calendar")
    page.get_by_role("button", name="Dry Run").click()
    expect(page.get_by_role("heading", name="Progress")).to_be_visible()
    finish_jobs()
    expect(page.get_by_text("nothing has been changed yet")).to_be_visible()
    axe(page)
    shot(page, "upload-checked")


def decide_about_rows(page: Page, axe, shot) -> None:
    """The row without anything but a name that somebody has already: it is that client."""
    page.get_by_role("link", name="Decide About Rows").click()
    expect(page.get_by_role("heading", name="needs a person")).to_be_visible()
    expect(page.get_by_text("New contact: (202) 555-0999")).to_have_count(2)
    axe(page)
    shot(page, "upload-row")
    page.get_by_text("Skip this row").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("is skipped.")).to_be_visible()


def check_rejects(text: str) -> None:
    """Each damaged row, as it was, with its reason."""
    rejected = {row["Case No"]: row["Reason"] for row in csv.DictReader(io.StringIO(text))}
    assert "Excel has shortened" in rejected[damaged("a phone that Excel has shortened")]
    assert "plus" in rejected[damaged("a phone that has lost its plus")]
    assert "control character" in rejected[damaged("an invisible character")]
    assert {*map(damaged, DAMAGE), f"C-{BAD + 20}", f"C-{BAD + 21}", "C-1"} == set(rejected)


def test_on_a_phone_the_columns_can_be_chosen_too(phone: Page, sign_in, axe, shot, tmp_path: Path):
    cast.agency()
    sign_in(phone, cast.ada())
    phone.goto("/a/riverton/uploads/")
    (tmp_path / "calendar.csv").write_bytes(messy())
    phone.get_by_label("File").set_input_files(tmp_path / "calendar.csv")
    phone.get_by_role("button", name="Upload", exact=True).click()
    expect(phone.get_by_role("heading", name="What do the columns hold?")).to_be_visible()
    axe(phone)
    shot(phone, "upload-columns")
