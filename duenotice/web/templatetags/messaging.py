"""Parts of the pages under Admin, Messaging."""

from typing import cast

from django import template
from django.template.context import Context

from duenotice.web.access import PageRequest
from duenotice.web.navigation import MESSAGING, Page, reachable

register = template.Library()


@register.simple_tag(takes_context=True)
def messaging_tabs(context: Context) -> list[Page]:
    """What stands under Messaging, the page that is open marked."""
    request = cast(PageRequest, context["request"])
    return reachable(MESSAGING, agency=request.agency.reference, permissions=request.permissions, path=request.path)
