"""What the message partials need, wherever they are included."""

from functools import cache
from itertools import groupby
from typing import cast

from django import template
from django.template.context import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

from duenotice.actions.foreseeing import Foreseen
from duenotice.lib.segments import character_name
from duenotice.messaging.said_to import Shown
from duenotice.web.access import PageRequest
from duenotice.web.messages.composer import Composer
from duenotice.web.messages.feed import Feed, feed_of
from duenotice.words.merge_tags import TAGS

register = template.Library()


@register.simple_tag(takes_context=True)
def composer_here(context: Context) -> Composer | None:
    """The page's own `composer`, else one for the `recipients` of its `contact` or `client`; None for those who may not send."""
    request = cast(PageRequest, context["request"])
    if "create_messages" not in request.permissions:
        return None
    if context.get("composer"):
        return cast(Composer, context["composer"])
    kind = "contact" if context.get("contact") else "client"
    return Composer(request, kind, context[kind].id, context["recipients"], coming=context.get("coming")).fresh()


@register.simple_tag(takes_context=True)
def feed_here(context: Context) -> Feed | None:
    """The page's own `feed`, else that of its `contact`, `client` or `event`; None for those who may not see messages."""
    request = cast(PageRequest, context["request"])
    if "view_messages" not in request.permissions:
        return None
    if context.get("feed"):
        return cast(Feed, context["feed"])
    kind = next(kind for kind in ("contact", "client", "event") if context.get(kind))
    return feed_of(request, {kind: str(context[kind].id)})


@register.simple_tag
def tag_options() -> SafeString:
    """Every merge tag with what stands in its place, as <option>s."""
    return _tag_options(get_language() or "")


@cache
def _tag_options(language: str) -> SafeString:
    """Kept by language, because it is the same on every composer."""
    with override(language):
        return format_html_join("", '<option value="[{}]">[{}] {}</option>', ((tag, tag, meaning) for tag, meaning in TAGS.items()))


@register.filter
def pieces(foreseen: Foreseen | Shown) -> list[tuple[str, bool]]:
    """The words in pieces, each with whether its characters force UCS-2."""
    forcing = frozenset(foreseen.cost.forcing) if foreseen.cost else frozenset()
    return [("".join(run), forces) for forces, run in groupby(foreseen.words.body, key=lambda character: character in forcing)]


@register.filter
def named(characters: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each character with its name."""
    return [(character, character_name(character)) for character in characters]
