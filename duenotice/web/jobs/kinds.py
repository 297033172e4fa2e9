"""What the kinds of jobs are called on pages, and where more about one stands."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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


# By the name that the job was enqueued with; runner/kinds.py says who does it.
KINDS: dict[str, Kind] = {
    "lookup": Kind(
        _("Lookup"),
        {
            "hit": pgettext_lazy("lookups", "found"),
            "miss": pgettext_lazy("lookups", "nothing found"),
            "error": pgettext_lazy("lookups", "no answer"),
        },
    ),
}
UNKNOWN = Kind(_("Background job"))
