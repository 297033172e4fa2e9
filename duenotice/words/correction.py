"""What those already reminded are told when an event has moved (A5)."""

WORDS = {
    "en": (
        "CHANGED: your court date",
        "[AgencyName]: CHANGE for [ClientName]. Your court date is now [EventDateTime][%, at% LocationName][%,% LocationAddress]. "
        "Go by this message, not by earlier ones[%. Questions? Call% AgencyPhone].",
    ),
    "es": (
        "CAMBIO: su fecha en la corte",
        "[AgencyName]: CAMBIO para [ClientName]. Su corte es ahora el [EventDateTime][%, en% LocationName][%,% LocationAddress]. "
        "Siga este mensaje, no los anteriores[%. ¿Preguntas? Llame al% AgencyPhone].",
    ),
}


def correction(language: str) -> tuple[str, str]:
    """Subject and body in `language`, or in English where there is none."""
    return WORDS.get(language, WORDS["en"])
