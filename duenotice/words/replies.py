"""What Due Notice answers by itself when a person opts out, opts in or asks for help by keyword (O3)."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Literal

from duenotice.words.merge_tags import fill

Kind = Literal["stop", "start", "help"]
Overrides = Mapping[str, Mapping[str, str]]

# Changes with any of the words below: the consent ledger records what people were told (O5).
WORDING_VERSION = "2026-11"

# One GSM-7 part each, with an agency's name of 30 characters: so no á, í, ó or ú. Carriers ask for the program's name, that rates may
# apply, HELP and STOP (CTIA). That court dates stand is ours: CANCEL is a word for opting out, and people may mean their hearing.
WORDING: dict[Kind, dict[str, str]] = {
    "stop": {
        "en": "[AgencyName]: You won't get more messages from us. Your court dates have NOT changed. Reply START to resume, HELP for help.",
        "es": "[AgencyName]: Ya no le enviaremos mensajes. "
        "Sus fechas en la corte NO cambian. Responda START para volver a recibirlos o AYUDA.",
    },
    "start": {
        "en": "[AgencyName]: You will get messages from us again, as often as your case needs. "
        "Msg&data rates may apply. Reply HELP or STOP.",
        "es": "[AgencyName]: Le enviaremos mensajes de nuevo cuando su caso lo requiera. Pueden aplicar tarifas. Responda AYUDA o ALTO.",
    },
    "help": {
        "en": "[AgencyName]: court dates and reminders[%. Questions:% AgencyPhone]. Msg&data rates may apply. Reply STOP to stop.",
        "es": "[AgencyName]: fechas y avisos de la corte[%. "
        "Preguntas:% AgencyPhone]. Pueden aplicar tarifas. Responda ALTO para no recibirlos.",
    },
}


def reply(kind: Kind, language: str, agency_name: str, agency_phone: str, overrides: Overrides) -> str:
    """The answer in `language`, or in English where there is none: the agency's own wording before ours.

    `overrides` are the agency's, by kind and language, with the merge tags AgencyName and AgencyPhone. `agency_phone` may be empty.
    """
    return fill(_template(kind, language, overrides), {"AgencyName": agency_name, "AgencyPhone": agency_phone})


def wording_version(kind: Kind, language: str, overrides: Overrides) -> str:
    """Which words `reply` uses: our version, or for an agency's own wording a fingerprint of it."""
    template = _template(kind, language, overrides)
    return WORDING_VERSION if template in WORDING[kind].values() else f"agency-{sha256(template.encode()).hexdigest()[:12]}"


def _template(kind: Kind, language: str, overrides: Overrides) -> str:
    own, ours = overrides.get(kind, {}), WORDING[kind]
    return own.get(language, "").strip() or ours.get(language, "") or own.get("en", "").strip() or ours["en"]
