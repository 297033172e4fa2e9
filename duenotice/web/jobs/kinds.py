"""What the kinds of jobs are called on pages, and where more about one stands."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duenotice.reports.listings import LISTINGS
from duenotice.uploads.models import Outcome
from duenotice.web.bulk.words import OUTCOMES, UNDONE

Words = str | Promise


@dataclass(frozen=True)
class Kind:
    """`outcomes` are the words for the names of its counts, in the order in which they are shown; `files` those for the names of its files.

    `page` is the name of an address of its own, by agency and job, that says more than the page every job has.
    """

    title: Words
    outcomes: dict[str, Words] = field(default_factory=dict)
    files: dict[str, Words] = field(default_factory=dict)
    page: str = ""


# Tables of which a purge report says how many rows went.
PURGED: dict[str, Words] = {
    "clients_client": _("Clients purged"),
    "contacts_contact": _("Contacts purged"),
    "contacts_address": _("Phone numbers and email addresses purged"),
    "events_event": _("Events purged"),
    "events_attendance": _("Attendances at events purged"),
    "messaging_message": _("Messages purged"),
    "messaging_attempt": _("Attempts to send purged"),
    "messaging_receipt": _("Receipts purged"),
    "messaging_part": _("Parts of texts purged"),
    "messaging_handoff": _("Messages on handsets purged"),
    "messaging_file": _("Files purged"),
    "lookups_lookup": _("Lookups purged"),
    "lookups_answer": _("Answers to lookups purged"),
    "contacts_socialprofile": _("Social profiles purged"),
    "contacts_consentwords": _("Words of opting in or out purged"),
    "contacts_legalhold": _("Lifted legal holds purged"),
    "actions_undo": _("Undos purged"),
    "jobs_chunk": _("Pieces of exports and results purged"),
    "actions_news": _("News of carriers purged"),
    "programs_answered": _("Answers kept for programs purged"),
    "checkins_checkin": _("Arrivals purged"),
    "flows_eventflow": _("Links of events to flows purged"),
    "portal_code": _("Codes of the portal purged"),
    "portal_visit": _("Visits to the portal purged"),
    "django_session": _("Waiting alerts purged"),
    "uploads_uploadchunk": _("Rows and pieces of uploaded files purged"),
}
EXPORTED: dict[str, Words] = {
    f"{listing}.{ending}": words
    for listing in LISTINGS
    for ending, words in (("csv", _("Download the CSV file")), ("xlsx", _("Download the XLSX file")))
}
# What becomes of an upload's rows.
ROWS: dict[str, Words] = {str(outcome): outcome.label for outcome in Outcome}
# By the name that the job was enqueued with; runner/kinds.py says who does it.
KINDS: dict[str, Kind] = {
    "bulk_action": Kind(_("Bulk action"), OUTCOMES, {"result.csv": _("Download the result")}, page="bulk_job"),
    "bulk_undo": Kind(_("Undo of a bulk action"), UNDONE),
    "sync": Kind(
        _("Sync Messages"),
        {
            "created": pgettext_lazy("messages", "scheduled"),
            "moved": pgettext_lazy("messages", "moved"),
            "deleted": pgettext_lazy("messages", "deleted"),
            "expired": pgettext_lazy("messages", "too late"),
        },
    ),
    "move_events": Kind(_("Events moved into the new time zone")),
    "export": Kind(_("Export"), files=EXPORTED),
    "agency_export": Kind(_("Export of the whole agency"), files={"agency.zip": _("Download the zip file")}),
    "lookup": Kind(
        _("Lookup"),
        {
            "hit": pgettext_lazy("lookups", "found"),
            "miss": pgettext_lazy("lookups", "nothing found"),
            "error": pgettext_lazy("lookups", "no answer"),
        },
    ),
    "purge": Kind(_("Purge report"), {**PURGED, "left": _("Left: not in the trash, under a legal hold, or just being sent to")}),
    "retention": Kind(
        _("Old records moved on"),
        {
            "trashed_client": _("Archived clients moved to the trash"),
            "trashed_contact": _("Archived contacts moved to the trash"),
            "trashed_event": _("Archived events moved to the trash"),
            "trashed_auto_message": _("Archived auto messages moved to the trash"),
            "trashed_flow": _("Archived flows moved to the trash"),
            "removed_auto_message": _("Auto messages deleted for good"),
            "removed_flow": _("Flows deleted for good"),
            "held": _("Kept by a legal hold"),
            **PURGED,
        },
    ),
    "check_upload": Kind(_("Dry run of an upload"), ROWS),
    "run_upload": Kind(_("Upload"), ROWS),
    "undo_upload": Kind(_("Undo of an upload"), {"put_back": _("Put back"), "left_alone": _("Left alone")}),
}
UNKNOWN = Kind(_("Background job"))
