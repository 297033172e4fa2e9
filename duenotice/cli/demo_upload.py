"""The demo's upload: a calendar that was carried out, with rows that could not be taken and some that are left for a person."""

from datetime import datetime, timedelta

from duenotice.accounts.models import User
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.jobs.running import run
from duenotice.lib.csv_lines import csv_lines
from duenotice.runner.kinds import STEPS
from duenotice.uploads.models import Upload
from duenotice.uploads.taking import CHECK, RUN, begin, take_file

NAME = "calendar-department-3.csv"
HEADING = ["Party ID", "Last Name", "First Name", "DOB", "Cell Phone", "Email", "Case Number", "Hearing Type", "Hearing Date", "Time"]
# Invented people: new ones, then some whose rows are damaged.
NEW = [
    ["D3-501", "Example", "Ada", "3/9/1980", "(202) 555-0190", "ada.example@example.org", "D3-0501", "Arraignment", "9:00 AM"],
    ["D3-502", "Example", "Bruno", "7/21/1992", "202-555-0188", "", "D3-0502", "Hearing", "1:30 PM"],
    ["D3-503", "Example", "Celia", "11/2/1975", "", "celia@example.net", "D3-0503", "Trial", "10:00 AM"],
    ["D3-504", "Example", "Dario", "2/30/1988", "2025550187", "", "D3-0504", "Hearing", "9:00 AM"],
    ["D3-505", "Example", "Erin", "5/5/1968", "2.03E+09", "", "D3-0505", "Hearing", "9:00 AM"],
    ["D3-506", "Example", "Farid", "8/17/1990", "call mother", "", "D3-0506", "Hearing", "9:00 AM"],
]


def carried_out(agency: Agency, by: User, now: datetime) -> Upload:
    """Hand it in, dry-run it and run it, as a person does."""
    content = "".join(csv_lines(HEADING, _rows(agency, now))).encode()
    actor = Actor("user", by.id)
    upload = take_file(agency=agency, name=NAME, size=len(content), pieces=[content], actor=actor, now=now)
    for what in (CHECK, RUN):
        job = begin(upload=upload, what=what, actor=actor, now=now)
        run(job.agency_id, job.id, STEPS, clock=lambda: now)
    return upload


def _rows(agency: Agency, now: datetime) -> list[list[str]]:
    day = now + timedelta(days=16)
    written = f"{day.month}/{day.day}/{day.year}"
    rows = [[*person[:8], written, person[8]] for person in NEW]
    # Clients that are there already, without their reference: only a person can tell whether it is they.
    known = Client.objects.filter(agency=agency, archived_at=None, trashed_at=None).order_by("id")[2:4]
    for number, client in enumerate(known):
        born = f"{client.date_of_birth:%m/%d/%Y}" if client.date_of_birth and number else ""
        phone = f"(202) 555-018{5 + number}"
        rows.append(["", client.last_name, client.first_name, born, phone, "", f"D3-060{number}", "Hearing", written, "11:00 AM"])
    return rows
