"""What those are told who were reminded of an event at its old date, time or place: one message, in the client's language (A5)."""

from collections.abc import Mapping, Sequence

from duenotice.words.merge_tags import tags_in

# The agency's own: subject and body by language.
Own = Mapping[str, Sequence[str]]
# Subject and body. A date that no longer holds is named nowhere: whoever reads in haste must find one date only.
CORRECTION = {
    "en": (
        "Your court date has changed",
        "[AgencyName]: Your court date has changed. It is now on [EventDateTime][%, at% LocationName][%,% LocationAddress]."
        " Earlier messages no longer count[%. Questions? Call% AgencyPhone].",
    ),
    "es": (
        "Su cita en la corte ha cambiado",
        "[AgencyName]: Su cita en la corte ha cambiado. Ahora es el [EventDateTime][%, en% LocationName][%,% LocationAddress]."
        " Los mensajes anteriores ya no valen[%. ¿Preguntas? Llame al% AgencyPhone].",
    ),
}


# A correction that names no date corrects nothing.
DATE_TAGS = frozenset({"EventDate", "EventDateTime"})


def correction(language: str, own: Own) -> tuple[str, str]:
    """In the agency's own words, else in ours; in English where neither has the language."""
    for code in (language, "en"):
        if code in own:
            subject, body = own[code]
            return subject, body
        if code in CORRECTION:
            return CORRECTION[code]
    raise AssertionError("there is no English correction")


def wordings(own: Own) -> dict[str, tuple[str, str]]:
    """Every language that there are words in, as they would be sent."""
    return {code: correction(code, own) for code in {**CORRECTION, **own}}


def names_the_date(body: str) -> bool:
    return bool(DATE_TAGS & set(tags_in(body)))
