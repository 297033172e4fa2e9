"""What becomes of one record of a bulk action? (F3) One rule, for the preview, which asks it once for each group, and for the run."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duenotice.contacts.channels import carries
from duenotice.contacts.models import Consent
from duenotice.lifecycle.states import State


class Verb(StrEnum):
    OPT_OUT = "opt_out"
    ARCHIVE = "archive"
    TRASH = "trash"
    RESTORE = "restore"
    SET_CHANNEL = "set_channel"
    SET_TYPE = "set_type"


class Outcome(StrEnum):
    """The last two are met in the run alone."""

    CHANGED = "changed"
    CHANGED_UNDER_CLIENT = "changed_under_client"
    ALREADY = "already"
    CANNOT_CARRY = "cannot_carry"
    GONE = "gone"


ACTS = frozenset({Outcome.CHANGED, Outcome.CHANGED_UNDER_CLIENT})
# In the result, for one record.
WORDS: dict[Outcome, Promise] = {
    Outcome.CHANGED: _("Done"),
    Outcome.CHANGED_UNDER_CLIENT: _("Restored, but its client is archived or in the trash: restore the client too, to write to it."),
    Outcome.ALREADY: _("It was so already. Nothing was changed."),
    Outcome.CANNOT_CARRY: _("This channel cannot carry its address: an email goes by email alone, a phone number never does."),
    Outcome.GONE: _("It is no longer there."),
}


@dataclass(frozen=True)
class Standing:
    """What the rule needs to know of a record. Of a client only `state` counts."""

    state: State
    client_live: bool = True
    consent: str = ""
    kind: str = ""
    channel: str = ""
    type: str = ""


def outcome(verb: Verb, to: str, standing: Standing) -> Outcome:
    """What the verb does to it; `to` is the channel or type to set."""
    if verb is Verb.SET_CHANNEL and not carries(standing.kind, to):
        return Outcome.CANNOT_CARRY
    already = {
        Verb.OPT_OUT: standing.consent == Consent.OUT,
        Verb.ARCHIVE: standing.state is not State.LIVE,
        Verb.TRASH: standing.state is State.TRASHED,
        Verb.RESTORE: standing.state is State.LIVE,
        Verb.SET_CHANNEL: standing.channel == to,
        Verb.SET_TYPE: standing.type == to,
    }
    if already[verb]:
        return Outcome.ALREADY
    return Outcome.CHANGED_UNDER_CLIENT if verb is Verb.RESTORE and not standing.client_live else Outcome.CHANGED
