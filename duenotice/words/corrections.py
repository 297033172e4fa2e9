"""What those are told who were reminded of an event at its old date, time or place: one message, in the client's language (A5)."""

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


def correction(language: str) -> tuple[str, str]:
    """In a language that we have words in; in English otherwise."""
    return CORRECTION.get(language, CORRECTION["en"])
