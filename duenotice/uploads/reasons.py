"""Why a row was not taken, or what a person should know of it, in words that say what to do."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duenotice.accounts.permissions import PERMISSIONS
from duenotice.uploads.fields import FIELDS

# `%(about)s` is the field, or the value, that it is about.
WORDS: dict[str, str | Promise] = {
    "heading_again": _("This row repeats the heading."),
    "too_many_cells": _("This row has more cells than the heading: a comma may stand in a cell without quotes."),
    "unclosed_quote": _("A quote (\") is opened on line %(about)s of the file and never closed. Close it there, or take it out."),
    "formula": _("%(about)s: this is a formula. Put its value there."),
    "unreadable": _("%(about)s: a character could not be read. Choose another encoding, or type it again."),
    "control": _("%(about)s: this contains an invisible control character. Type it again."),
    "too_long": _("%(about)s: this is too long."),
    "not_a_day": _("%(about)s: this is not a date that can be read. Write it as in 2026-11-30."),
    "not_a_time": _("%(about)s: this is not a time that can be read. Write it as in 9:00 AM."),
    "birth_out_of_range": _("%(about)s: a date of birth lies between 1900 and today."),
    "event_out_of_range": _("%(about)s: an event lies between the years 1900 and 2999."),
    "no_time": _("The event has a date and no time."),
    "no_date": _("The event has no date."),
    "no_such_time": _("The event's time (%(about)s) does not exist on that day, because clocks go forward."),
    "phone_scientific": _(
        "%(about)s: Excel has shortened this number (as in 2.03E+09), and its digits are lost. Export the column as text."
    ),
    "phone_plus_lost": _(
        "%(about)s: this number is of another country and has lost its plus sign. Write it with the plus, as in +52 55 1234 5678."
    ),
    "not_an_address": _("%(about)s: this is neither a phone number nor an email address."),
    "wrong_kind": _("%(about)s: this is the other kind of address. Map the column to Phone number or email address."),
    "not_yes_or_no": _("%(about)s: write Yes or No."),
    "nothing": _("None of the mapped columns says anything in this row."),
    "no_client": _("This row has no name and no client reference."),
    "reference_unknown": _("No client has the reference %(about)s, and the row has no name to make one."),
    "reference_of_another": _(
        "The reference belongs to a client of another name and date of birth (%(about)s). Check the reference."
    ),
    "several_same": _("%(about)s clients have this name, date of birth and address. Add the client reference."),
    "maybe_same": _(
        "This may be the client %(about)s: the name agrees, and an address or the date of birth, but not both. Add the client reference."
    ),
    "namesake": _(
        "There is a client of the same name (%(about)s). Add the date of birth or the client reference, so that one can tell them apart."
    ),
    "client_gone": _("That client is archived, in the trash or gone. Choose another, or restore it first."),
    "client_archived": _("The client %(about)s is archived. Restore it first."),
    "client_trashed": _("The client %(about)s is in the trash. Restore it first."),
    "event_archived": _("The event %(about)s is archived or in the trash. Restore it first."),
    "event_unknown": _("No event has the reference %(about)s, and the row has no date to make one."),
    "status_unknown": _("Your agency has no event status %(about)s. Add it under Event statuses, or correct the row."),
    "flow_unknown": _("Your agency has no flow %(about)s. Add it under Flows, or correct the row."),
    "flow_closed": _("The flow %(about)s takes no new events."),
    "may_not": _("Your role does not allow this: %(about)s."),
    "same_as": _("Row %(about)s says the same."),
    # Of rows that are taken:
    "no_event": _("The row names no date, so no event was made of it."),
    "opted_out_before": _("%(about)s has opted out before, and stays opted out."),
    "address_invalid": _("%(about)s cannot be reached as it is written. It is kept as Invalid."),
    "contact_archived": _("%(about)s is archived on this client, and stays so."),
    "contact_trashed": _("%(about)s is in the trash on this client, and stays there."),
    "language_unknown": _("The language %(about)s is not known, and was left out."),
    "nobody_to_opt_out": _("The row says that somebody is opted out, and names no phone number or email address."),
}  # fmt: skip


def in_words(reasons: Iterable[tuple[str, str]]) -> str:
    """All of them, one sentence after the other."""
    return " ".join(str(WORDS.get(code, code)) % {"about": _about(code, about)} for code, about in reasons)


def _about(code: str, about: str) -> str:
    if code == "may_not":
        return str(PERMISSIONS.get(about, about))
    return str(FIELDS[about].label) if about in FIELDS else about
