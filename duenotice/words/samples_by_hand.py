"""Sample templates for messages that staff send by hand, in English and Spanish."""

from django.utils.translation import gettext_lazy as _

from duenotice.words.samples import ALL_BUT_FAX, WRITTEN, Sample

BY_HAND: dict[str, Sample] = {
    "please_call": Sample(
        _("Please call us"),
        _("Asks somebody to call, and gives no details on a shared phone."),
        ALL_BUT_FAX,
        {
            "en": ("Please call us", "[AgencyName]: [ClientFirstName], please call us[% at% AgencyPhone]. We have news about your case."),
            "es": ("Por favor llame", "[AgencyName]: [ClientFirstName], por favor llame[% al% AgencyPhone]. Tenemos noticias de su caso."),
        },
    ),
    "date_changed": Sample(
        _("New court date"),
        _("When a hearing has been moved and you want to say so at once."),
        ALL_BUT_FAX,
        {
            "en": (
                "Your court date has changed",
                "[AgencyName]: [ClientFirstName], your court date has CHANGED. New date: [EventDateTime][%, at% LocationName]"
                "[%,% LocationAddress]. Come on the new date, not the old one.",
            ),
            "es": (
                "Su fecha en la corte ha cambiado",
                "[AgencyName]: [ClientFirstName], su fecha en la corte HA CAMBIADO. Nueva fecha: [EventDateTime][%, en% LocationName]"
                "[%,% LocationAddress]. Venga en la nueva fecha, no en la anterior.",
            ),
        },
    ),
    "hearing_off": Sample(
        _("No court on this date"),
        _("When a hearing does not take place."),
        ALL_BUT_FAX,
        {
            "en": (
                "You do not have to come to court",
                "[AgencyName]: [ClientFirstName], you do NOT have to come to court on [EventDate]. We will tell you if there is a new "
                "date[%. Questions? Call% AgencyPhone].",
            ),
            "es": (
                "No tiene que venir a la corte",
                "[AgencyName]: [ClientFirstName], NO tiene que venir a la corte el [EventDate]. Le avisaremos si hay una nueva "
                "fecha[%. ¿Preguntas? Llame al% AgencyPhone].",
            ),
        },
    ),
    "closed_today": Sample(
        _("Courthouse closed today"),
        _("Snow, fire, power cut: nobody should set out."),
        ALL_BUT_FAX,
        {
            "en": (
                "The courthouse is closed today",
                "[AgencyName]: The courthouse is CLOSED today, [DateToday]. Do not come. We will send you a new court "
                "date[%. Questions? Call% AgencyPhone].",
            ),
            "es": (
                "La corte no abre hoy",
                "[AgencyName]: La corte NO abre hoy, [DateToday]. No venga. Le enviaremos una nueva fecha[%. ¿Preguntas? "
                "Llame al% AgencyPhone].",
            ),
        },
    ),
    "what_to_bring": Sample(
        _("What to bring to court"),
        _("Before a hearing at which papers are needed."),
        ALL_BUT_FAX,
        {
            "en": (
                "What to bring to court",
                "[AgencyName]: [ClientFirstName], please bring a photo ID and all your papers to court on "
                "[EventDate][%, case% CaseNumber].",
            ),
            "es": (
                "Lo que debe traer a la corte",
                "[AgencyName]: [ClientFirstName], por favor traiga un documento con foto y todos sus papeles a la corte el "
                "[EventDate][%, caso% CaseNumber].",
            ),
        },
    ),
    "by_video": Sample(
        _("Hearing by video"),
        _("For a hearing at a virtual location: its link is the location's address."),
        WRITTEN,
        {
            "en": (
                "Your hearing is by video",
                "[AgencyName]: [ClientFirstName], your hearing is by video: [EventDateTime]. Join 10 minutes early, from a quiet "
                "place[%:% LocationAddress]",
            ),
            "es": (
                "Su audiencia es por video",
                "[AgencyName]: [ClientFirstName], su audiencia es por video: [EventDateTime]. Entre 10 minutos antes, en un lugar "
                "tranquilo[%:% LocationAddress]",
            ),
        },
    ),
    "reminders_begin": Sample(
        _("Reminders begin"),
        _("Tells a new contact what will come, as carriers ask for."),
        WRITTEN,
        {
            "en": (
                "Court reminders",
                "[AgencyName]: We will send your court reminders here, as often as your case needs. Msg&data rates may apply. "
                "Reply HELP for help, STOP to end.",
            ),
            "es": (
                "Avisos de la corte",
                "[AgencyName]: Por este medio le avisaremos de sus fechas en la corte, cuando su caso lo requiera. Pueden aplicar tarifas. "
                "Responda AYUDA o ALTO.",
            ),
        },
    ),
    "check_in": Sample(
        _("Time to check in"),
        _("For people who report to the agency; weekly or monthly."),
        ALL_BUT_FAX,
        {
            "en": ("Time to check in", "[AgencyName]: [ClientFirstName], it is time for your check-in. Please call[%:% AgencyPhone]."),
            "es": ("Es hora de reportarse", "[AgencyName]: [ClientFirstName], es hora de reportarse. Por favor llame[% al% AgencyPhone]."),
        },
    ),
}
