"""What a column of an uploaded file can hold, and by which words the exports of courts' systems call it."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duenotice.clients.folding import folded


@dataclass(frozen=True)
class Field:
    """`kind` is the record that it belongs to; `many` columns of a file can hold it; `width` is the most characters that it takes."""

    kind: str
    label: str | Promise
    names: str
    many: bool = False
    width: int = 0


# Names are written as `plain` makes them, parted by commas: in English, in Spanish, then as Odyssey, eCourt, JusticeWorks, jury and
# probation systems export them.
FIELDS: dict[str, Field] = {
    "reference": Field(
        "client",
        _("Client reference"),
        "reference, client reference, client ref, client id, client number, client no, client identifier, id, person id, party id, "
        "referencia, numero de cliente, identificacion, sid, so number, defendant id, defendant number, def id, inmate id, booking number, "
        "juror number, juror id, badge number, candidate id, participant id, offender id, probationer id, pin, jacket number, mni",
        width=60,
    ),
    "full_name": Field(
        "client",
        _("Whole name"),
        "name, full name, client name, party name, person name, complete name, nombre completo, nombre y apellido, nombre y apellidos, "
        "defendant, defendant name, def name, witness name, juror name, inmate name, participant, participant name, client, party",
        width=300,
    ),
    "first_name": Field(
        "client",
        _("First name"),
        "first name, first, fname, f name, given name, forename, name first, firstname, nombre, nombres, primer nombre, nombre de pila",
        width=100,
    ),
    "middle_name": Field(
        "client",
        _("Middle name"),
        "middle name, middle, mname, m name, mi, middle initial, name middle, middlename, segundo nombre",
        width=100,
    ),
    "last_name": Field(
        "client",
        _("Last name"),
        "last name, last, lname, l name, surname, family name, name last, lastname, apellido, apellidos, "
        "primer apellido, organization, company, business name, organizacion",
        width=100,
    ),
    "date_of_birth": Field(
        "client",
        _("Date of birth"),
        "date of birth, birth date, dob, birthdate, birthday, born, d o b, fecha de nacimiento, nacimiento, fecha nacimiento, f nacimiento",
    ),
    "language": Field(
        "client",
        _("Language"),
        "language, preferred language, primary language, lang, spoken language, interpreter language, idioma, lengua, "
        "idioma preferido, language code, locale",
    ),
    "type": Field(
        "client",
        _("Client type"),
        "client type, party type, person type, role, party role, connection type, tipo de cliente, connection",
        width=60,
    ),
    "group": Field("client", _("Group"), "group, client group, caseload, unit, team, cohort, panel, pool, grupo", width=60),
    "status": Field(
        "client", _("Client status"), "client status, person status, party status, custody status, estado del cliente", width=60
    ),
    "gender": Field("client", _("Gender"), "gender, sex, genero, sexo", width=60),
    "race": Field("client", _("Race"), "race, ethnicity, race ethnicity, raza, etnia", width=60),
    "zip": Field("client", _("ZIP code"), "zip, zip code, zipcode, postal code, postcode, codigo postal, zip4, address zip", width=20),
    "contact": Field(
        "contact",
        _("Phone number or email address"),
        "contact, contact info, contact information, phone or email, "
        "phone number or email address, contacto, address contact, contact value, contact 1, contact 2",
        many=True,
    ),
    "phone": Field(
        "contact",
        _("Phone number"),
        "phone, phone number, telephone, telephone number, tel, phone no, phone num, number, phone1, "
        "phone2, phone 1, phone 2, phone 3, primary phone, secondary phone, alternate phone, alt phone, contact phone, phones, "
        "telefono, numero de telefono, telefonos, tel no, contact number, main phone, other phone, day phone, phone nbr",
        many=True,
    ),
    "mobile_phone": Field(
        "contact",
        _("Mobile phone"),
        "mobile, mobile phone, mobile number, cell, cell phone, cellphone, cell number, "
        "cellular, cell no, text number, sms, sms number, textable phone, celular, movil, telefono celular, telefono movil",
        many=True,
    ),
    "home_phone": Field(
        "contact",
        _("Home phone"),
        "home phone, home, home number, home telephone, hphone, res phone, residence phone, "
        "telefono de casa, telefono fijo, landline, evening phone",
        many=True,
    ),
    "work_phone": Field(
        "contact",
        _("Work phone"),
        "work phone, work, work number, business phone, office phone, wphone, employer phone, telefono de trabajo, telefono del trabajo",
        many=True,
    ),
    "fax": Field("contact", _("Fax"), "fax, fax number, fax no, numero de fax", many=True),
    "email": Field(
        "contact",
        _("Email address"),
        "email, e mail, email address, mail, e mail address, email1, email2, email 1, email 2, "
        "primary email, alternate email, alt email, contact email, emails, correo, correo electronico, direccion de correo",
        many=True,
    ),
    "contact_name": Field(
        "contact", _("Contact Name"), "contact name, name of contact, emergency contact, nombre del contacto, attention", width=100
    ),
    "contact_type": Field("contact", _("Contact Type"), "contact type, phone type, type of phone, tipo de contacto, tipo de telefono"),
    "contact_channel": Field(
        "contact",
        _("Contact Channel"),
        "contact channel, channel, preferred contact method, contact method, canal, preferred channel, communication preference",
    ),
    "opted_out": Field(
        "contact",
        _("Opted out"),
        "opted out, opt out, optout, do not contact, do not text, do not call, dnc, unsubscribed, stop, no contactar, dado de baja",
    ),
    "event_reference": Field(
        "event",
        _("Event reference"),
        "event reference, event ref, event id, event number, hearing id, setting id, "
        "hearing number, appearance id, calendar id, referencia del evento, schedule id",
        width=60,
    ),
    "event_type": Field(
        "event",
        _("Event type"),
        "event type, hearing type, type of hearing, event, hearing, setting type, appearance type, "
        "proceeding, proceeding type, tipo de audiencia, tipo de evento, audiencia, hearing desc, hearing description, "
        "court event, reason for hearing, hearing code",
        width=60,
    ),
    "event_date": Field(
        "event",
        _("Event date"),
        "event date, hearing date, court date, date, setting date, appearance date, "
        "scheduled date, appointment date, report date, summons date, next court date, next hearing date, fecha, "
        "fecha de audiencia, fecha de la audiencia, fecha del evento, fecha de corte, start date, next event date, hrg date",
    ),
    "event_time": Field(
        "event",
        _("Event time"),
        "event time, hearing time, court time, time, setting time, appearance time, scheduled time, "
        "appointment time, report time, start time, hora, hora de audiencia, hora de la audiencia, hora del evento, "
        "next court time, hrg time",
    ),
    "event_date_time": Field(
        "event",
        _("Event date and time"),
        "event date time, hearing date time, date time, datetime, court date time, "
        "event datetime, hearing datetime, event date and time, hearing date and time, date and time, scheduled at, "
        "starts at, fecha y hora, start datetime, appearance date time",
    ),
    "event_status": Field(
        "event",
        _("Event status"),
        "event status, hearing status, setting status, appearance status, estado de la audiencia, estado del evento",
        width=60,
    ),
    "case_number": Field(
        "event",
        _("Case number"),
        "case number, case no, case, case id, cause number, cause no, cause, docket number, "
        "docket no, docket, citation number, citation, ticket number, case num, case nbr, file number, numero de caso, "
        "caso, expediente, numero de causa, case ref, case reference",
        width=60,
    ),
    "judge": Field(
        "event",
        _("Judge"),
        "judge, judge name, judicial officer, hearing officer, magistrate, juez, jueza, nombre del juez, presiding judge, officer",
        width=100,
    ),
    "location_name": Field(
        "event",
        _("Location name"),
        "location, location name, court location, courtroom, court room, room, court, "
        "courthouse, place, venue, division, department, hearing location, ubicacion, lugar, sala, juzgado, tribunal, "
        "court name, court division",
        width=100,
    ),
    "location_address": Field(
        "event",
        _("Location address"),
        "location address, court address, courthouse address, event address, "
        "direccion del tribunal, direccion de la corte, hearing address",
        width=200,
    ),
    "event_flow": Field("event", _("Flow"), "flow, flow name, event flow, flow reference, message flow, flujo", width=100),
    "description": Field(
        "event",
        _("Description"),
        "description, event description, event notes, notes, comments, comment, remarks, descripcion, notas",
        width=200,
    ),
}
# What says nothing about the column, once another word stands beside it.
OWNERS = {
    "client",
    "clients",
    "defendant",
    "defendants",
    "def",
    "deft",
    "party",
    "person",
    "juror",
    "witness",
    "participant",
    "offender",
    "probationer",
    "inmate",
    "victim",
    "cliente",
    "acusado",
    "acusada",
    "demandado",
    "persona",
    "the",
    "del",
    "de",
    "la",
    "el",
}
_NOT_WORDS = re.compile(r"[\W_]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def plain(heading: str) -> str:
    """A column's heading as it is looked up: "DefendantFirst_Name" gives "defendant first name"."""
    return " ".join(_NOT_WORDS.split(folded(_CAMEL.sub(" ", heading)))).strip()


_BY_NAME = {name.strip(): key for key, field in reversed(FIELDS.items()) for name in field.names.split(",")}


def field_called(heading: str) -> str:
    """The field that a heading names, in English, Spanish or the words of courts' systems; empty where it names none."""
    words = plain(heading)
    own = " ".join(word for word in words.split() if word not in OWNERS)
    numbered = re.sub(r" ?\d+$", "", own)
    return next((_BY_NAME[one] for one in (words, own, numbered) if one in _BY_NAME), "")
