"""Webhooks in words: what they tell, what came of a try, how an endpoint fares."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from duenotice.webhooks.models import Delivery, Endpoint
from duenotice.webhooks.types import EVERY, VERBS

Words = dict[str, str | Promise]
KINDS: Words = {
    "contact": gettext_lazy("Contacts"),
    "client": gettext_lazy("Clients"),
    "event": gettext_lazy("Events"),
    "message": gettext_lazy("Messages"),
    "lookup": gettext_lazy("Lookups"),
    "upload": gettext_lazy("Uploads"),
}
HAPPENED: Words = {
    "answered": pgettext_lazy("happened", "all answers are there"),
    "archived": pgettext_lazy("happened", "archived"),
    "attendance_confirmed": pgettext_lazy("happened", "a client says whether they will come"),
    "cancelled": pgettext_lazy("happened", "cancelled"),
    "checked": pgettext_lazy("happened", "dry run begun"),
    "client_added": pgettext_lazy("happened", "client added"),
    "client_removed": pgettext_lazy("happened", "client removed"),
    "confirmed": pgettext_lazy("happened", "confirmed"),
    "consent_unset": pgettext_lazy("happened", "consent taken back"),
    "created": pgettext_lazy("happened", "created"),
    "decided": pgettext_lazy("happened", "a person decided about rows"),
    "ended": pgettext_lazy("happened", "came to its end"),
    "hold_lifted": pgettext_lazy("happened", "legal hold lifted"),
    "hold_placed": pgettext_lazy("happened", "legal hold placed"),
    "invalid": pgettext_lazy("happened", "found Invalid"),
    "opted_in": pgettext_lazy("happened", "opted in"),
    "opted_out": pgettext_lazy("happened", "opted out"),
    "portal_disabled": pgettext_lazy("happened", "portal switched off"),
    "portal_enabled": pgettext_lazy("happened", "portal switched on"),
    "portal_entered": pgettext_lazy("happened", "came into the portal"),
    "primary_client_changed": pgettext_lazy("happened", "primary client changed"),
    "profile_removed": pgettext_lazy("happened", "social profile removed"),
    "profile_saved": pgettext_lazy("happened", "social profile saved"),
    "purged": pgettext_lazy("happened", "purged"),
    "ran": pgettext_lazy("happened", "begun"),
    "received": pgettext_lazy("happened", "received"),
    "removed": pgettext_lazy("happened", "removed"),
    "replaced": pgettext_lazy("happened", "replaced"),
    "restored": pgettext_lazy("happened", "restored"),
    "status": pgettext_lazy("happened", "status changed"),
    "synced": pgettext_lazy("happened", "messages synced"),
    "trashed": pgettext_lazy("happened", "trashed"),
    "uncancelled": pgettext_lazy("happened", "no longer cancelled"),
    "undone": pgettext_lazy("happened", "undone"),
    "updated": pgettext_lazy("happened", "updated"),
    "valid": pgettext_lazy("happened", "found valid"),
}
# Why no answer came, by the code that the log keeps.
REASONS: Words = {
    "no_connection": gettext_lazy("no connection"),
    "no_answer": gettext_lazy("no answer in 10 seconds"),
    "certificate": gettext_lazy("the certificate is not valid"),
    "not_public": gettext_lazy("the address is inside a private network"),
}


@dataclass(frozen=True)
class Box:
    """One type as a box to tick."""

    value: str
    label: str | Promise
    ticked: bool


@dataclass(frozen=True)
class Group:
    """The types of one kind; `every` takes all of them. `open` where some, not all, are ticked."""

    label: str | Promise
    every: Box
    boxes: list[Box]

    @property
    def open(self) -> bool:
        return any(box.ticked for box in self.boxes)


def groups(chosen: list[str]) -> list[Group]:
    """Every type, in groups."""
    return [
        Group(
            KINDS[kind],
            Box(f"{kind}.*", _("Everything about them"), f"{kind}.*" in chosen),
            [Box(f"{kind}.{verb}", HAPPENED[verb], f"{kind}.{verb}" in chosen) for verb in verbs],
        )
        for kind, verbs in VERBS.items()
    ]


def summary(endpoint: Endpoint) -> str:
    """What it is told, in one line."""
    kinds = dict.fromkeys(one.partition(".")[0] for one in endpoint.types)
    return ", ".join(str(KINDS[kind]) if f"{kind}.*" in endpoint.types else _("%(kind)s (some)") % {"kind": KINDS[kind]} for kind in kinds)


def change(delivery: Delivery) -> str:
    """What it tells."""
    if delivery.test:
        return _("A test")
    kind, _dot, verb = delivery.type.partition(".")
    return f"{KINDS.get(kind, kind)}: {HAPPENED.get(verb, verb)}"


def answer(delivery: Delivery) -> str:
    """What came of the last try; empty before the first."""
    if not delivery.tried:
        return ""
    last = delivery.tried[-1]
    if last["status"]:
        return _("%(status)s in %(ms)s ms") % {"status": last["status"], "ms": last["ms"]}
    return str(REASONS.get(last["code"], last["code"]))


assert {f"{kind}.*" for kind in KINDS} == EVERY
