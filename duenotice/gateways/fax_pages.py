"""The pages of a fax: a cover page that says from whom to whom, the words, and the pictures that go with them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING

from duenotice.gateways.protocol import File, Kind, Outbound, Refused
from duenotice.lib.marking import gettext_noop as _

if TYPE_CHECKING:
    from fpdf import FPDF

# What the fonts that every PDF reader has can show; enough for English and Spanish.
_CODEC = "cp1252"
_LEAST_SHOWN = 0.9
_UNREADABLE = Refused("script", _("A fax can carry only letters of Western languages. Send this message in another way."), Kind.CONTENT)
_WORDS = {
    "en": {
        "title": "Fax", "from": "From", "to": "To", "phone": "Call back", "date": "Date", "about": "About",
        "pages": "Pages, with this one",
        "private": "This fax is for the person named above. If it reached you by mistake, please call us and destroy it.",
        "stop": "To get no more faxes from us, call the number above.",
    },
    "es": {
        "title": "Fax", "from": "De", "to": "Para", "phone": "Teléfono", "date": "Fecha", "about": "Asunto",
        "pages": "Páginas, con esta",
        "private": "Este fax es para la persona arriba nombrada. Si le llegó por error, llámenos y destrúyalo.",
        "stop": "Para no recibir más faxes nuestros, llame al número de arriba.",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fax:
    """`date` is as people read it where the agency is."""

    agency: str
    phone: str
    to: str
    date: str
    subject: str
    body: str
    language: str
    files: tuple[File, ...] = ()


def unfit(message: Outbound) -> Refused | None:
    """Why no fax can be made of this message's words."""
    text = "".join(message.body.split())
    shown = sum(1 for character in text if _shown(character) != "?" or character == "?")
    return None if shown >= _LEAST_SHOWN * len(text) else _UNREADABLE


def pages(fax: Fax, *, made: datetime) -> bytes:
    """The PDF. The same fax makes the same bytes."""
    # A tenth of the time that our programs take to start, loaded where a fax is made.
    pdf: FPDF = import_module("fpdf").FPDF(format="letter")
    pdf.core_fonts_encoding = _CODEC
    pdf.set_creation_date(made)
    pdf.set_margin(25)
    pdf.set_auto_page_break(True, margin=25)
    pdf.alias_nb_pages("{n}")
    words = _WORDS.get(fax.language[:2], _WORDS["en"])
    _cover(pdf, fax, words)
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    pdf.multi_cell(0, 7, _text(fax.body), align="L")
    for file in fax.files:
        pdf.add_page()
        pdf.image(BytesIO(file.content), w=pdf.epw, h=pdf.eph, keep_aspect_ratio=True)
    return bytes(pdf.output())


def _cover(pdf: FPDF, fax: Fax, words: dict[str, str]) -> None:
    pdf.add_page()
    pdf.set_font("Helvetica", "B", 28)
    pdf.cell(0, 16, words["title"], new_x="LMARGIN", new_y="NEXT")
    lines = (("from", fax.agency), ("phone", fax.phone), ("to", fax.to), ("date", fax.date), ("about", fax.subject), ("pages", "{n}"))
    for name, value in lines:
        if value:
            pdf.set_font("Helvetica", "B", 12)
            pdf.cell(55, 9, _text(words[name]))
            pdf.set_font("Helvetica", size=12)
            pdf.multi_cell(0, 9, _text(value), align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(8)
    for name in ("private", "stop"):
        pdf.multi_cell(0, 7, _text(words[name]), align="L", new_x="LMARGIN", new_y="NEXT")


def _text(text: str) -> str:
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    """The character, or its base letter, or a question mark."""
    for form in (character, unicodedata.normalize("NFKD", character)[:1]):
        if form.encode(_CODEC, "ignore"):
            return form
    return "?"
