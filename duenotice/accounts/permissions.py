"""What a role can allow (product P1). Creating or updating a kind of record implies viewing it; updating covers consent and lifecycle."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

KINDS = {
    "clients": _("clients"),
    "contacts": _("contacts"),
    "events": _("events"),
    "messages": _("messages"),
    "auto_messages": _("auto messages and flows"),
}
RECORD_PERMISSIONS = {
    "view_clients": _("View clients"),
    "create_clients": _("Create clients"),
    "update_clients": _("Update clients"),
    "view_contacts": _("View contacts"),
    "create_contacts": _("Create contacts"),
    "update_contacts": _("Update contacts"),
    "view_events": _("View events"),
    "create_events": _("Create events"),
    "update_events": _("Update events"),
    "view_messages": _("View messages"),
    "create_messages": _("Create messages"),
    "update_messages": _("Update messages"),
    "view_auto_messages": _("View auto messages and flows"),
    "create_auto_messages": _("Create auto messages and flows"),
    "update_auto_messages": _("Update auto messages and flows"),
}
OTHER_PERMISSIONS = {
    "purge": _("Purge trashed records"),
    "settings": _("Change settings and senders"),
    "users": _("Manage users"),
    "roles": _("Manage roles"),
    "activity": _("View the activity log"),
    "lookups": _("Make lookups"),
    "bulk_actions": _("Run bulk actions"),
    "uploads": _("Upload files"),
    "api": _("Manage API clients and webhooks"),
    "portals": _("Manage the client portal"),
}
PERMISSIONS = {**RECORD_PERMISSIONS, **OTHER_PERMISSIONS}

ALL = frozenset(PERMISSIONS)
# Pages behind these show nobody's data; whoever opens a page behind any other is written down (P6).
WITHOUT_PEOPLE = frozenset(
    {"settings", "roles", "api", "portals", *(name for name in RECORD_PERMISSIONS if name.endswith("_auto_messages"))}
)
STAFF = frozenset(RECORD_PERMISSIONS) - {"create_auto_messages", "update_auto_messages"}
# The roles that a new agency starts with.
BUILT_IN = {
    "Administrators": ALL,
    "Officers": STAFF | {"lookups", "bulk_actions", "uploads"},
    "Staff": STAFF,
}


def expand(granted: Iterable[str]) -> frozenset[str]:
    """The permissions granted and those that they imply."""
    granted = frozenset(granted) & ALL
    implied = {f"view_{name.split('_', 1)[1]}" for name in granted if name.startswith(("create_", "update_"))}
    return granted | implied
