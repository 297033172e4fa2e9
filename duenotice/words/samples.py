"""Sample templates that an agency imports and makes its own, in English and Spanish.

The words follow the research on court reminders: the agency first, plain language, no charges; a plan to make a week ahead, what to expect
three days ahead, what follows from not coming the day before, and after a missed hearing how to put it right. The letters á, í, ó and ú
are avoided in Spanish: one of them makes a text cost twice as much (lib/segments.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Sample:
    """`words` are subject and body by language."""

    name: Promise
    purpose: Promise
    channels: tuple[str, ...]
    words: Mapping[str, tuple[str, str]]


ALL_BUT_FAX = ("text", "voice", "email")
WRITTEN = ("text", "email")

# The steps of the sample court flow (flows/samples.py says when each goes).
COURT: dict[str, Sample] = {
    "court_date_set": Sample(
        _("Court date set"),
        _("As soon as the event is entered, so that the person knows the date."),
        WRITTEN,
        {
            "en": (
                "Your court date: [EventDate]",
                "[AgencyName]: [ClientFirstName], you have court on [EventDateTime][%, at% LocationName][%,% LocationAddress]. "
                "Save this date. Reply HELP for help, STOP to end.",
            ),
            "es": (
                "Su fecha en la corte: [EventDate]",
                "[AgencyName]: [ClientFirstName], tiene corte el [EventDateTime][%, en% LocationName][%,% LocationAddress]. "
                "Guarde esta fecha. Responda AYUDA para recibir ayuda o ALTO para no recibir mensajes.",
            ),
        },
    ),
    "one_week_before": Sample(
        _("Court in one week"),
        _("Seven days before: helps the person make a plan for work, the ride and the children."),
        ALL_BUT_FAX,
        {
            "en": (
                "You have court in one week",
                "[AgencyName]: [ClientFirstName], you have court in one week: [EventDateTime][%, at% LocationName]. Make a plan now: "
                "ask for time off work, and arrange your ride and child care[%. Questions? Call% AgencyPhone].",
            ),
            "es": (
                "Tiene corte en una semana",
                "[AgencyName]: [ClientFirstName], tiene corte en una semana: [EventDateTime][%, en% LocationName]. Haga un plan hoy: "
                "pida permiso en el trabajo y organice su transporte y el cuidado de sus hijos[%. ¿Preguntas? Llame al% AgencyPhone].",
            ),
        },
    ),
    "three_days_before": Sample(
        _("Court in three days"),
        _("Three days before: what to expect, what to bring, and where to get help."),
        ALL_BUT_FAX,
        {
            "en": (
                "What to expect in court",
                "[AgencyName]: you have court soon: [EventDateTime][%, at% LocationName]. Come 30 minutes early, go through security, "
                "and tell the clerk your name. Bring a photo ID and your court papers[%. Need help? Call% AgencyPhone].",
            ),
            "es": (
                "Lo que debe saber antes de ir a la corte",
                "[AgencyName]: tiene corte pronto: [EventDateTime][%, en% LocationName]. Llegue 30 minutos antes, pase por seguridad y "
                "diga su nombre en la ventanilla. Traiga un documento con foto y los papeles de su caso[%. ¿Necesita ayuda? "
                "Llame al% AgencyPhone].",
            ),
        },
    ),
    "one_day_before": Sample(
        _("Court tomorrow"),
        _("The day before: date, time, place, and what can follow from not coming."),
        ALL_BUT_FAX,
        {
            "en": (
                "You have court tomorrow",
                "[AgencyName]: [ClientFirstName], you have court TOMORROW, [EventDateTime][%, at% LocationName][%,% LocationAddress]. "
                "If you do not come, the judge can order your arrest[%. Can't make it? Call before court:% AgencyPhone].",
            ),
            "es": (
                "Tiene corte mañana",
                "[AgencyName]: [ClientFirstName], tiene corte MAÑANA, [EventDateTime][%, en% LocationName][%,% LocationAddress]. "
                "Si no viene, el juez puede ordenar su arresto[%. ¿No puede venir? Llame antes de la corte al% AgencyPhone].",
            ),
        },
    ),
    "missed_court": Sample(
        _("You missed court"),
        _("The business day after a missed hearing: how to put it right."),
        ALL_BUT_FAX,
        {
            "en": (
                "You missed court: what to do now",
                "[AgencyName]: [ClientFirstName], you missed court on [EventDate]. You can still fix this. Call today[%:% AgencyPhone] "
                "and ask for a new court date. The sooner you call, the better.",
            ),
            "es": (
                "No vino a la corte: lo que puede hacer",
                "[AgencyName]: [ClientFirstName], no vino a la corte el [EventDate]. Esto se puede arreglar. Llame hoy[% al% AgencyPhone] "
                "y pida una nueva fecha. Cuanto antes llame, mejor.",
            ),
        },
    ),
}
