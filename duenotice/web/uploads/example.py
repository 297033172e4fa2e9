"""A small file for whoever tries an upload: clients with contacts and court dates, and two rows that need a person."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from duenotice.lib.csv_lines import csv_lines

HEADING = [
    "Client ID",
    "Last Name",
    "First Name",
    "DOB",
    "Language",
    "Cell Phone",
    "Email",
    "Case Number",
    "Hearing Type",
    "Hearing Date",
    "Time",
]
PEOPLE = [
    ["S-1001", "Sample", "Avery", "3/9/1980", "English", "(202) 555-0171", "avery@example.org", "2026-CR-0101", "Arraignment", "9:00 AM"],
    ["S-1002", "Sample", "Blanca", "7/21/1992", "Spanish", "202-555-0172", "", "2026-CR-0102", "Hearing", "1:30 PM"],
    ["S-1003", "Sample", "Chris", "11/2/1975", "English", "+1 202 555 0173", "chris@example.net", "2026-CR-0103", "Trial", "10:00 AM"],
    ["S-1004", "Sample", "Dana", "2/30/1988", "English", "2025550174", "", "2026-CR-0104", "Hearing", "9:00 AM"],
    ["S-1005", "Sample", "Emil", "5/5/1968", "English", "2.03E+09", "", "2026-CR-0105", "Hearing", "9:00 AM"],
]


def example(now: datetime) -> Iterator[str]:
    """Its lines; the court dates are two weeks ahead."""
    day = now + timedelta(days=14)
    return csv_lines(HEADING, ([*person[:9], f"{day.month}/{day.day}/{day.year}", person[9]] for person in PEOPLE))
