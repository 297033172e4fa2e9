"""The people of the demo: made up from lists, the same every time, on numbers and domains that reach nobody."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FIRST = """
Aaliyah Ahmed Alejandra Amara Andre Anh Beatriz Brian Camila Carlos Chantal Daniel Darnell Deepa Diego Elena Emeka Esther Fatima Gabriel
Grace Hannah Hiroshi Imani Ines Isaac Jamal Jasmine Joaquin Joseph Kareem Keisha Kofi Laila Leon Linh Lucia Malik Maria Mateo Mei Miguel
Mina Nadia Naomi Omar Paula Pedro Priya Rashida Ravi Rebecca Rosa Samir Sandra Sofia Tariq Teresa Thomas Valeria Victor Wanda Xavier
Yara Yusuf Zoe
""".split()  # noqa: SIM905 - a list of names reads better so
LAST = """
Abara Acosta Adeyemi Alvarez Baker Banerjee Barrios Bennett Cabrera Castillo Chen Collins Cruz Dang Davis Delgado Diaz Edwards Espinoza
Farah Fischer Flores Foster Garcia Gomez Green Gutierrez Haddad Hall Hernandez Hughes Ibarra Jackson James Kaur Kelly Khan Kim Lopez
Mahmoud Martin Mendoza Mitchell Morales Nguyen Novak Okafor Ortega Park Patel Perez Quinn Ramirez Reyes Rivera Romero Ruiz Salazar
Santos Silva Singh Soto Tran Torres Vargas Walker Williams Wong Young Zamora
""".split()  # noqa: SIM905 - a list of names reads better so
AREA_CODES = ["202", "212", "303", "415", "505", "602", "713", "808"]
DOMAINS = ["example.com", "example.org", "example.net"]
TYPES = ["Defendant"] * 12 + ["Witness"] * 3 + ["Victim", "Juror", "Juror", "Attorney"]
STATUSES = ["Active"] * 8 + ["Pretrial release", "Closed"]


@dataclass(frozen=True)
class Person:
    """One client of the demo and what would be typed into its contacts."""

    first_name: str
    last_name: str
    reference: str
    date_of_birth: date
    language: str
    type: str
    status: str
    entered: tuple[str, ...]


def people(count: int) -> Iterator[Person]:
    """`count` people, the same every time. Every tenth shares a phone with the one before (a family); some numbers are mistyped."""
    dice = random.Random(2026)  # noqa: S311 - the same people every time, nothing secret
    phones = _phones()
    last_phone = ""
    for number in range(count):
        first, last = dice.choice(FIRST), dice.choice(LAST)
        phone = last_phone if number % 10 == 9 else next(phones)
        last_phone = phone
        yield Person(
            first_name=first,
            last_name=last,
            reference=f"CR-{24_100 + number * 7}",
            date_of_birth=date(1958, 1, 1) + timedelta(days=dice.randrange(17_000)),
            language="es" if dice.random() < 0.2 else "en",
            type=dice.choice(TYPES),
            status=dice.choice(STATUSES),
            entered=_entered(dice, number, first, last, phone, phones),
        )


def _entered(dice: random.Random, number: int, first: str, last: str, phone: str, phones: Iterator[str]) -> tuple[str, ...]:
    email = f"{first}.{last}{number}@{dice.choice(DOMAINS)}".lower()
    if number % 40 == 17:
        return (phone[:-2],)
    if number % 40 == 27:
        return (phone, f"{first}.{last}.example.com@")
    choices: list[tuple[str, ...]] = [(phone,), (phone, email), (phone, email), (email,), (phone, next(phones), email)]
    return choices[number % 5]


def _phones() -> Iterator[str]:
    """Numbers set aside for fiction, 555-0100 to 555-0189 of several area codes; 555-019x makes the handset misbehave."""
    for line in range(100, 190):
        for area in AREA_CODES:
            if line > 101:
                yield f"({area}) 555-0{line}"
