"""The badges that records and messages wear: their words, their look and their icon. Never colour alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Badge:
    """`tone` names a look in duenotice.css: good, bad, warn, info or quiet."""

    words: str | Promise
    tone: str
    icon: str


BADGES: dict[str, Badge] = {
    # Of contacts and other records (product C7); these words are to the letter.
    "invalid": Badge(_("Invalid"), "bad", "error"),
    "opted_out": Badge(_("OPTED-OUT"), "bad", "notifications_off"),
    "opted_in": Badge(_("OPTED-IN"), "good", "check_circle"),
    "archived": Badge(_("ARCHIVED"), "quiet", "folder"),
    "trashed": Badge(_("TRASHED"), "quiet", "delete"),
    # Of messages (product M2). A claimed message is still scheduled to whoever looks at it.
    "scheduled": Badge(pgettext_lazy("message", "scheduled"), "info", "schedule"),
    "claimed": Badge(pgettext_lazy("message", "scheduled"), "info", "schedule"),
    "submitting": Badge(pgettext_lazy("message", "sending"), "info", "send"),
    "sent": Badge(pgettext_lazy("message", "sent"), "good", "check"),
    "delivered": Badge(pgettext_lazy("message", "delivered"), "good", "check_circle"),
    "failed": Badge(pgettext_lazy("message", "failed"), "bad", "error"),
    "simulated": Badge(pgettext_lazy("message", "simulated"), "warn", "science"),
    "received": Badge(pgettext_lazy("message", "received"), "info", "chat"),
    "unknown": Badge(pgettext_lazy("message", "unknown"), "warn", "help"),
    "expired": Badge(pgettext_lazy("message", "expired"), "warn", "hourglass_empty"),
    "cancelled": Badge(pgettext_lazy("message", "cancelled"), "quiet", "cancel"),
    # Of users and senders.
    "disabled": Badge(_("Disabled"), "quiet", "do_not_disturb"),
    # Of flows; a disabled one wears the badge of disabled users.
    "enabled": Badge(_("Enabled"), "good", "check_circle"),
    "closed": Badge(pgettext_lazy("flow", "Closed"), "quiet", "lock"),
    "locked": Badge(_("Locked"), "bad", "lock"),
    "invited": Badge(_("Invited"), "info", "mail"),
    "primary": Badge(_("Primary"), "info", "star"),
    # Of API clients.
    "revoked": Badge(_("Revoked"), "bad", "do_not_disturb"),
    "lapsed": Badge(pgettext_lazy("API client", "Expired"), "bad", "hourglass_empty"),
    "test": Badge(_("Test client"), "warn", "science"),
    # Of webhooks, and of what they are told.
    "hook_active": Badge(pgettext_lazy("webhook", "Active"), "good", "check_circle"),
    "hook_failing": Badge(pgettext_lazy("webhook", "Does not answer"), "warn", "error"),
    "hook_paused": Badge(pgettext_lazy("webhook", "Paused"), "quiet", "do_not_disturb"),
    "hook_stopped": Badge(pgettext_lazy("webhook", "Paused by itself"), "bad", "do_not_disturb"),
    "hook_waiting": Badge(pgettext_lazy("webhook", "waiting"), "info", "schedule"),
    "hook_delivered": Badge(pgettext_lazy("webhook", "delivered"), "good", "check_circle"),
    "hook_failed": Badge(pgettext_lazy("webhook", "failed"), "bad", "error"),
    # Of tickets.
    "ticket_open": Badge(pgettext_lazy("ticket", "open"), "warn", "error_outline"),
    "ticket_closed": Badge(pgettext_lazy("ticket", "closed"), "quiet", "check"),
    # Of background jobs.
    "job_waiting": Badge(pgettext_lazy("job", "waiting"), "info", "schedule"),
    "job_running": Badge(pgettext_lazy("job", "running"), "info", "autorenew"),
    "job_paused": Badge(pgettext_lazy("job", "paused"), "warn", "hourglass_empty"),
    "job_done": Badge(pgettext_lazy("job", "done"), "good", "check_circle"),
    "job_failed": Badge(pgettext_lazy("job", "failed"), "bad", "error"),
    "job_cancelled": Badge(pgettext_lazy("job", "cancelled"), "quiet", "cancel"),
    # Of court dates.
    "confirmed": Badge(pgettext_lazy("court date", "Confirmed"), "good", "check_circle"),
    "will_come": Badge(_("Said that they will come"), "good", "check_circle"),
    "called_off": Badge(pgettext_lazy("court date", "Called off"), "warn", "cancel"),
    # Of what lookups found.
    "sample": Badge(_("Sample"), "warn", "science"),
    "unconfirmed": Badge(_("Unconfirmed"), "warn", "help"),
    "unread": Badge(_("Unread"), "info", "mail"),
}
