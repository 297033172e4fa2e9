"""Collect what people read, from the code and the templates, into the Spanish catalog: `make messages`.

Babel knows Python, and Django turns a template into what looks like Python to it, so no gettext tools have to be installed.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).parent.parent / "duenotice"
CATALOG = PACKAGE / "web" / "locale" / "es" / "LC_MESSAGES" / "django.po"
LAZY = {f"{name}_lazy": spec for name, spec in DEFAULT_KEYWORDS.items() if name.endswith("gettext")}
KEYWORDS = {**DEFAULT_KEYWORDS, **LAZY, "gettext_noop": None}


def collected() -> Catalog:
    """Every string of the package that is marked for translation."""
    catalog = Catalog(fuzzy=False)
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix not in (".py", ".html", ".txt") or "static" in path.parts:
            continue
        for _line, words, _comments, context in extract("python", io.BytesIO(_as_python(path).encode()), KEYWORDS):
            catalog.add(words, context=context)
    return catalog


def stored() -> Catalog:
    """The catalog as it was last saved."""
    with CATALOG.open("rb") as file:
        return read_po(file, locale="es", domain="django")


def save(catalog: Catalog) -> None:
    """Without line numbers and dates, in the order of letters, so that two people's changes seldom meet."""
    text = io.BytesIO()
    write_po(text, catalog, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    CATALOG.write_bytes("\n".join(_header()).encode() + b"\n\n" + text.getvalue().strip() + b"\n")


def missing(catalog: Catalog) -> Iterator[str]:
    """The strings that have no translation yet, or only a guess."""
    for message in catalog:
        words = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        if message.id and (message.fuzzy or not all(words)):
            yield message.id if isinstance(message.id, str) else message.id[0]


def _as_python(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    return "\n".join(line.strip() for line in templatize(text).splitlines())


def _header() -> list[str]:
    fields = {
        "Language": "es",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return ['msgid ""', 'msgstr ""', *(f'"{name}: {value}\\n"' for name, value in fields.items())]


def main() -> int:
    catalog = stored()
    catalog.update(collected(), no_fuzzy_matching=True)
    save(catalog)
    untranslated = list(missing(catalog))
    sys.stdout.write("".join(f"not translated: {words}\n" for words in untranslated))
    return 0


if __name__ == "__main__":
    sys.exit(main())
