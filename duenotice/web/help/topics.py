"""The guides inside the product (product N): what each is about, and which pages it explains. Their words are templates, one a language."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Topic:
    """`pages` are beginnings of the names of addresses that it explains."""

    title: str | Promise
    pages: tuple[str, ...] = ()


TOPICS: dict[str, Topic] = {
    "contact": Topic(_("Clients and contacts"), ("client", "contact", "replace_contact", "new_client", "edit_client", "reach", "bulk")),
    "events": Topic(_("Events"), ("event", "new_event", "edit_event", "calendar", "location")),
    "messages": Topic(_("Messages and answers"), ("message", "feed", "inbox", "conversation", "compose", "handset")),
    "automation": Topic(
        _("Auto messages, flows and sync"),
        (
            "messaging",
            "auto_message",
            "correction",
            "new_auto_message",
            "flow",
            "new_flow",
            "edit_flow",
            "new_step",
            "edit_step",
            "sample",
            "sync",
            "explain",
        ),
    ),
    "uploads": Topic(_("Uploads"), ("upload",)),
    "lookups": Topic(_("Lookups"), ("lookup",)),
    "programs": Topic(_("Programs: the API and webhooks"), ("api", "new_api_client", "webhook", "new_webhook", "edit_webhook")),
    "portal": Topic(_("The client portal"), ("client_portal",)),
    "settings": Topic(_("Settings, phones and emails"), ("settings", "senders", "sender", "new_sender", "live_mode", "gateway")),
    "people": Topic(_("Users, roles, activity and tickets"), ("user", "role", "invite", "activity", "ticket", "one_ticket")),
    "glossary": Topic(_("Glossary")),
    "built": Topic(_("How Due Notice is built")),
}


def topic_for(page: str) -> str:
    """The topic that explains the page whose address has this name; the longest beginning wins, and most pages have one."""
    fitting = [(len(start), key) for key, topic in TOPICS.items() for start in topic.pages if page.startswith(start)]
    return max(fitting)[1] if fitting else ""


def template_of(topic: str) -> str:
    """The guide in the reader's language."""
    language = (get_language() or "en").split("-")[0]
    return f"web/help/{language if language in LANGUAGES else 'en'}/{topic}.html"
