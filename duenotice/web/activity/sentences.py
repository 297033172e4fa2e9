"""The activity log in words: who, what, to which kind of record. A code that is not listed is shown as it is rather than hidden."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from duenotice.agencies.activity import LOOK
from duenotice.agencies.models import Activity

Words = dict[str, str | Promise]

# `%(what)s` is one of KINDS.
VERBS: Words = {
    "access_ended": gettext_lazy("Ended the access of %(what)s"),
    "archived": gettext_lazy("Archived %(what)s"),
    "attendance_confirmed": gettext_lazy("Heard who will come to %(what)s"),
    "cancelled": gettext_lazy("Cancelled %(what)s"),
    "checked": gettext_lazy("Began a dry run of %(what)s"),
    "client_added": gettext_lazy("Added a client to %(what)s"),
    "client_removed": gettext_lazy("Removed a client from %(what)s"),
    "confirmed": gettext_lazy("Confirmed %(what)s"),
    "closed": gettext_lazy("Closed %(what)s"),
    "consent_unset": gettext_lazy("Took back the consent of %(what)s"),
    "created": gettext_lazy("Created %(what)s"),
    "deleted": gettext_lazy("Deleted %(what)s"),
    "decided": gettext_lazy("Decided about a row of %(what)s"),
    "denied": gettext_lazy("Was refused a page"),
    "disabled": gettext_lazy("Disabled %(what)s"),
    "enabled": gettext_lazy("Enabled %(what)s"),
    "exported": gettext_lazy("Exported %(what)s"),
    "hold_lifted": gettext_lazy("Lifted the legal hold on %(what)s"),
    "hold_placed": gettext_lazy("Placed a legal hold on %(what)s"),
    "invalid": gettext_lazy("Found %(what)s Invalid"),
    "invited": gettext_lazy("Invited %(what)s"),
    "invited_again": gettext_lazy("Invited %(what)s again"),
    "language_chosen": gettext_lazy("Chose the language of %(what)s"),
    "lock_released": gettext_lazy("Released the lock of %(what)s"),
    "message_deleted": gettext_lazy("Deleted %(what)s that could not be delivered"),
    "opted_in": gettext_lazy("Opted in %(what)s"),
    "opted_out": gettext_lazy("Opted out %(what)s"),
    "paused": gettext_lazy("Paused %(what)s"),
    "password_set": gettext_lazy("Set the password of %(what)s"),
    "portal_disabled": gettext_lazy("Switched off the portal for %(what)s"),
    "portal_enabled": gettext_lazy("Switched on the portal for %(what)s"),
    "portal_entered": gettext_lazy("Came into the portal as %(what)s"),
    "primary_client_changed": gettext_lazy("Changed the primary client of %(what)s"),
    "profile_removed": gettext_lazy("Removed a social profile of %(what)s"),
    "profile_saved": gettext_lazy("Saved a social profile of %(what)s"),
    "purged": gettext_lazy("Purged %(what)s"),
    "ran": gettext_lazy("Began to carry out %(what)s"),
    "received": gettext_lazy("Received %(what)s"),
    "removed": gettext_lazy("Removed %(what)s"),
    "reopened": gettext_lazy("Reopened %(what)s"),
    "replaced": gettext_lazy("Replaced %(what)s"),
    "restored": gettext_lazy("Restored %(what)s"),
    "resumed": gettext_lazy("Resumed %(what)s"),
    "reviewed": gettext_lazy("Reviewed %(what)s"),
    "revoked": gettext_lazy("Revoked %(what)s"),
    "role_assigned": gettext_lazy("Gave another role to %(what)s"),
    "searched": gettext_lazy("Searched %(what)s"),
    "sending_paused": gettext_lazy("Paused sending for %(what)s"),
    "sending_resumed": gettext_lazy("Resumed sending for %(what)s"),
    "secret_rotated": gettext_lazy("Made a new secret for %(what)s"),
    "sent_now": gettext_lazy("Sent %(what)s without delay"),
    "sign_in_failed": gettext_lazy("Failed to sign in as %(what)s"),
    "signed_in": gettext_lazy("Signed in as %(what)s"),
    "synced": gettext_lazy("Synced the messages of %(what)s"),
    "trashed": gettext_lazy("Trashed %(what)s"),
    "uncancelled": gettext_lazy("Took back the cancelling of %(what)s"),
    "undone": gettext_lazy("Undid a change of %(what)s"),
    "accepted": gettext_lazy("Accepted the invitation of %(what)s"),
    "declined": gettext_lazy("Declined the invitation of %(what)s"),
    "updated": gettext_lazy("Changed %(what)s"),
    "valid": gettext_lazy("Found %(what)s valid"),
    "viewed": gettext_lazy("Looked at %(what)s"),
}
KINDS: Words = {
    "agency": gettext_lazy("the agency"),
    "api_client": gettext_lazy("an API client"),
    "auto_message": gettext_lazy("an auto message"),
    "calendar_feed": gettext_lazy("a calendar link"),
    "checkin": gettext_lazy("a check-in"),
    "client": gettext_lazy("a client"),
    "contact": gettext_lazy("a contact"),
    "event": gettext_lazy("an event"),
    "event_location": gettext_lazy("a location"),
    "event_status": gettext_lazy("an event status"),
    "flow": gettext_lazy("a flow"),
    "job": gettext_lazy("a background job"),
    "look": gettext_lazy("people's data"),
    "lookup": gettext_lazy("a lookup"),
    "lookup_provider": gettext_lazy("a lookup provider"),
    "membership": gettext_lazy("a user of the agency"),
    "message": gettext_lazy("a message"),
    "permission": gettext_lazy("a permission"),
    "role": gettext_lazy("a role"),
    "sender": gettext_lazy("an agency phone or email"),
    "ticket": gettext_lazy("a ticket"),
    "upload": gettext_lazy("an upload"),
    "upload_template": gettext_lazy("a template for uploads"),
    "user": gettext_lazy("a user"),
}
# What was looked at, by the name of the page's address.
PAGES: Words = {
    "activity": gettext_lazy("the activity log"),
    "api": gettext_lazy("records, through the API"),
    "activity_csv": gettext_lazy("the activity log"),
    "bulk_clients": gettext_lazy("the form for a bulk action"),
    "bulk_contacts": gettext_lazy("the form for a bulk action"),
    "bulk_job": gettext_lazy("a bulk action"),
    "calendar": gettext_lazy("the calendar of events"),
    "calendar_week": gettext_lazy("the calendar of events"),
    "client": gettext_lazy("a client's screen"),
    "clients": gettext_lazy("the list of clients"),
    "contact": gettext_lazy("a contact's screen"),
    "contacts": gettext_lazy("the Contacts page"),
    "contacts_csv": gettext_lazy("contacts"),
    "compose": gettext_lazy("the composer"),
    "compose_fill": gettext_lazy("the composer"),
    "compose_preview": gettext_lazy("a message while it was composed"),
    "conversation": gettext_lazy("a conversation"),
    "create_contact": gettext_lazy("a client's contacts"),
    "edit_client": gettext_lazy("a client's details"),
    "edit_event": gettext_lazy("an event's details"),
    "event": gettext_lazy("an event's screen"),
    "explain_contact": gettext_lazy("why a contact gets which messages"),
    "explain_event": gettext_lazy("whom an event's messages go to"),
    "event_file": gettext_lazy("an event"),
    "events": gettext_lazy("the list of events"),
    "feed": gettext_lazy("the dashboard"),
    "feed_part": gettext_lazy("the message feed"),
    "hold_client": gettext_lazy("the form for a legal hold"),
    "hold_contact": gettext_lazy("the form for a legal hold"),
    "inbox": gettext_lazy("the Inbox"),
    "inbox_part": gettext_lazy("the Inbox"),
    "handset": gettext_lazy("the handset"),
    "handset_part": gettext_lazy("the handset"),
    "handset_phone": gettext_lazy("the handset"),
    "job_file": gettext_lazy("the file of a background job"),
    "lookup": gettext_lazy("a lookup"),
    "lookup_part": gettext_lazy("a lookup"),
    "lookups": gettext_lazy("the list of lookups"),
    "message": gettext_lazy("a message"),
    "messages": gettext_lazy("the message feed"),
    "preview_clients": gettext_lazy("clients, for the preview of a template"),
    "preview_words": gettext_lazy("a client, in the preview of a template"),
    "portal_events": gettext_lazy("their coming events, in the portal"),
    "portal_mine": gettext_lazy("their own contacts, in the portal"),
    "quick_search": gettext_lazy("everything, by quick search"),
    "new_client": gettext_lazy("the form for a new client"),
    "reachability": gettext_lazy("the Reachability page"),
    "replace_contact": gettext_lazy("a contact's address"),
    "sync_client": gettext_lazy("what syncing a client would do"),
    "sync_contact": gettext_lazy("what syncing a contact would do"),
    "sync_event": gettext_lazy("what syncing an event would do"),
    "upload": gettext_lazy("an upload"),
    "upload_columns": gettext_lazy("the columns of an upload"),
    "upload_rejects": gettext_lazy("the rejects of an upload"),
    "upload_sample": gettext_lazy("the sample file for uploads"),
    "uploads": gettext_lazy("the uploads"),
    "user": gettext_lazy("a user"),
    "users": gettext_lazy("the list of users"),
    "add_event_client": gettext_lazy("an event's clients"),
    "calendar_link": gettext_lazy("their calendar link"),
    "new_event": gettext_lazy("the form for a new event"),
}
ACTORS: Words = {
    "api": pgettext_lazy("who did it", "the API"),
    "gateway": pgettext_lazy("who did it", "a gateway"),
    "keyword": pgettext_lazy("who did it", "a keyword"),
    "person": pgettext_lazy("who did it", "the person themselves"),
    "portal": pgettext_lazy("who did it", "the client portal"),
    "system": pgettext_lazy("who did it", "the system"),
    "unknown": pgettext_lazy("who did it", "somebody unknown"),
    "upload": pgettext_lazy("who did it", "an upload"),
    "user": pgettext_lazy("who did it", "a user"),
}


def sentence(row: Activity) -> str:
    """What happened."""
    page = str(row.detail.get("page", ""))
    what = PAGES.get(page, page.replace("_", " ")) if row.record_kind == LOOK else KINDS.get(row.record_kind, row.record_kind)
    return str(VERBS.get(row.verb, f"{row.verb}: %(what)s")) % {"what": what}


def details(row: Activity) -> str:
    """What more the row tells, as far as it helps a reader: the fields that changed, the permission that was missing."""
    fields = row.detail.get("fields")
    if isinstance(fields, list) and fields:
        return _("Fields: %(fields)s") % {"fields": ", ".join(str(name) for name in fields)}
    if row.verb == "denied":
        return _("Permission: %(permission)s") % {"permission": row.detail.get("permission", "")}
    return ""
