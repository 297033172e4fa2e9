"""The words of the demo: auto messages, past messages and answers, in English and Spanish; statuses and locations of events."""

from django.utils.translation import gettext_noop as _

# Why messages failed, by channel; in English as a worker writes it down, translated where it is read.
UNREACHED = {
    "text": _("The phone was off or out of reach. Call the client, or try another contact."),
    "voice": _("Nobody answered the call. Try again later, or try another contact."),
    "email": _("The mailbox is full. Try another contact of this client."),
    "fax": _("Nobody answered the call. Try again later, or try another contact."),
}
AUTO_MESSAGES: dict[str, dict[str, tuple[str, str]]] = {
    "Call the clerk": {
        "en": (
            "Please call the clerk's office",
            "[AgencyName]: Hello [ClientFirstName], please call the clerk's office at [AgencyPhone] before 5 PM.",
        ),
        "es": (
            "Llame a la oficina del secretario",
            "[AgencyName]: Hola [ClientFirstName], por favor llame a la oficina del secretario al [AgencyPhone] antes de las 5 PM.",
        ),
    },
    "Court date": {
        "en": (
            "Your court date",
            "[AgencyName]: [ClientFirstName], you have court on [EventDateTime][%, at% LocationName]. Reply HELP for help, STOP to end.",
        ),
        "es": (
            "Su cita en la corte",
            "[AgencyName]: [ClientFirstName], tiene corte el [EventDateTime][%, en% LocationName]. Responda AYUDA o ALTO.",
        ),
    },
    "Bring your papers": {
        "en": (
            "What to bring to court",
            "[AgencyName]: Please bring a photo ID and your papers[% for case% CaseNumber]. Plan your ride and time off work now.",
        ),
        "es": (
            "Qué traer a la corte",
            "[AgencyName]: Por favor traiga una identificación con foto y sus papeles[% del caso% CaseNumber]. Planifique su transporte.",
        ),
    },
    "Your court dates online": {
        "en": (
            "Your court dates online",
            "[AgencyName]: [ClientFirstName], see your court dates and tell us how to reach you: [PortalLink] Have your birth date ready.",
        ),
        "es": (
            "Sus citas de corte en línea",
            "[AgencyName]: [ClientFirstName], vea sus citas de corte y díganos cómo comunicarnos con usted: [PortalLink] "
            "Tenga a mano su fecha de nacimiento.",
        ),
    },
    "Office closed": {
        "en": (
            "The courthouse is closed today",
            "[AgencyName]: The courthouse is closed today because of the weather. We will send you your new date. Do not come today.",
        ),
    },
}

PAST = [
    "Riverton County Court: you have court tomorrow at 9:00 AM, Courtroom 2. Reply HELP for help, STOP to end.",
    "Riverton County Court: please call the clerk's office at 202-555-0100 before 5 PM.",
    "Riverton County Court: your hearing is in 7 days. Plan your ride and time off work now.",
    "Riverton County Court: please bring a photo ID to your hearing.",
]
NEW_ROOM = "Riverton County Court: your hearing tomorrow at 8:00 AM is in Courtroom 1, not 2. Reply HELP for help, STOP to end."
ANSWERS = [
    "Thank you",
    "ok I will be there",
    "What time was it again?",
    "Can I cancel my court date?",
    "Is there parking?",
    "Gracias",
    "I have a new number, can you change it",
    "at the end of the hall?",
]

# Name, colour, and whether it disables messages.
EVENT_STATUSES = [
    ("Continued", "yellow", False),
    ("Missed", "red", False),
    ("Scheduled", "green", False),
    ("Vacated", "grey", True),
]
# Name, address, link.
LOCATIONS = [
    ("Courtroom 1", "100 Court Street, Riverton", ""),
    ("Courtroom 2", "100 Court Street, Riverton", ""),
    ("Courtroom 3", "100 Court Street, Riverton", ""),
    ("Video hearing", "", "https://example.org/court/video"),
]
