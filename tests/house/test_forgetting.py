"""No table can be forgotten by a purge (L4): each is reached by foreign keys, registered, or holds nothing of any client."""

from django.apps import apps

from duenotice.actions import forgetting  # noqa: F401 - registers
from duenotice.clients.models import Client
from duenotice.contacts.models import Address, Contact
from duenotice.db.removing import reached
from duenotice.events.models import Event
from duenotice.lifecycle.forgetting import FORGETS, registered
from duenotice.messaging.models import Message
from duenotice.uploads import forgetting as uploads_forgetting  # noqa: F401 - registers
from duenotice.web.jobs.kinds import PURGED

# Tables that hold nothing of a client, with the reason. A new table of an agency belongs here only if nothing of any person can be in it.
NOTHING_OF_A_CLIENT = {
    "agencies_activity": "names records by id alone, and is append-only: it tells that they were purged",
    "agencies_activityseal": "hashes",
    "contacts_consentevent": "names addresses by id and keyed hash, and is append-only: it remembers a STOP",
    "accounts_role": "what users may do",
    "accounts_membership": "users",
    "senders_sender": "the agency's own phones and emails",
    "events_status": "the agency's own words",
    "events_location": "court rooms",
    "events_calendarfeed": "a hash of a user's token",
    "words_template": "the agency's own words",
    "words_templatewords": "the agency's own words",
    "flows_automessage": "the agency's own rules",
    "flows_flow": "the agency's own rules",
    "flows_flowstep": "the agency's own rules",
    "lookups_switch": "which providers an agency has switched on",
    "programs_apiclient": "programs of the agency",
    "agencies_outbox": "names records by id alone, until it is told",
    "webhooks_endpoint": "programs of the agency",
    "webhooks_delivery": "names records by id alone, for a month",
    "uploads_upload": "the name of a file, its headings and counts",
    "uploads_uploadtemplate": "which heading means which field",
    "portal_knock": "keyed hashes of who asked for a code and from where, for a day",
    "tickets_ticket": "what users report to their support; no field of it is about a client",
}


def test_every_table_of_an_agency_is_reached_registered_or_holds_nothing():
    owned = {
        model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith("duenotice.") and any(field.name == "agency" for field in model._meta.fields)
    }
    by_keys = {model._meta.db_table for model in reached(Client, Contact, Address, Event, Message)}
    unknown = owned - by_keys - set(FORGETS) - set(NOTHING_OF_A_CLIENT)
    assert unknown == set(), "does a purge reach it? A foreign key, lifecycle/forgetting.py, or a line above says how"


def test_nothing_is_listed_twice_or_in_vain():
    by_keys = {model._meta.db_table for model in reached(Client, Contact, Address, Event, Message)}
    assert by_keys & set(NOTHING_OF_A_CLIENT) == set()
    tables = {model._meta.db_table for model in apps.get_models()}
    assert set(NOTHING_OF_A_CLIENT) | set(FORGETS) <= tables


def test_a_purge_report_has_words_for_whatever_it_counts():
    counted = {model._meta.db_table for model in reached(Client, Contact, Address, Event, Message)} | set(registered().values())
    assert counted - set(PURGED) == set()
