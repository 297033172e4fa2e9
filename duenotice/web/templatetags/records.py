"""Parts of the pages about clients and contacts."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.translation import ngettext

from duenotice.contacts.models import Contact
from duenotice.web.contacts.labels import badges_of, label_of
from duenotice.web.retention import words as retention

register = template.Library()


@register.inclusion_tag("web/contacts/badges.html")
def contact_badges(contact: Contact, reasons: bool = False) -> dict[str, Any]:
    """The badges of a contact (C7), with the reason beside each where asked."""
    return {"badges": badges_of(contact), "reasons": reasons}


@register.filter
def contact_label(contact: Contact) -> str:
    """What a contact is called: its number as people write it, or its email."""
    return label_of(contact)


@register.inclusion_tag("web/parts/tool.html", takes_context=True)
def tool(context: Context, url: str, label: str, waiting: int | None = None, danger: bool = False) -> dict[str, Any]:
    """An entry of the Tools menu that acts at once. `waiting`: how many scheduled messages it will delete, which it says (L5)."""
    note = ""
    if waiting is not None:
        note = ngettext("Deletes %(count)d scheduled message", "Deletes %(count)d scheduled messages", waiting) % {"count": waiting}
    return {"url": url, "label": label, "note": note, "danger": danger, "csrf_token": context.get("csrf_token")}


@register.simple_tag(takes_context=True)
def keeping(context: Context, record: retention.Kept) -> retention.Keeping:
    """What becomes of a record by itself, and the legal hold on it (L4)."""
    return retention.keeping(context["request"].agency, record)
