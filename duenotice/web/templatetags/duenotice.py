"""The components that pages are made of; docs/pages.md shows each, and so does the style guide."""

from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import uuid4

import phonenumbers
from django import forms, template
from django.contrib.messages.storage.base import Message
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

from duenotice.web.alerts import Action, actions_of
from duenotice.web.badges import BADGES
from duenotice.words.dates import in_words

register = template.Library()

SPRITE = "vendor/uswds/img/sprite.svg"
# Which class of the design system a widget takes. Subclasses stand before what they inherit from.
WIDGET_CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxSelectMultiple, "usa-checkbox__input"),
    (forms.CheckboxInput, "usa-checkbox__input"),
    (forms.RadioSelect, "usa-radio__input"),
    (forms.Select, "usa-select"),
    (forms.Textarea, "usa-textarea"),
    (forms.FileInput, "dn-file"),
    (forms.Widget, "usa-input"),
]


@register.simple_tag
@cache
def icon(name: str, size: int = 0) -> SafeString:
    """An icon of the design system's sprite; words stand beside it, so programs that read aloud skip it. `size` 3 to 9, or as the text."""
    sized = f" usa-icon--size-{size}" if size else ""
    return format_html(
        '<svg class="usa-icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', sized, static(SPRITE), name
    )


# By another name, for components with an argument called icon.
draw_icon = icon


@register.simple_tag
def badge(kind: str, reason: str = "") -> SafeString:
    """A badge by its name in badges.py, with an optional reason beside it. An unknown name is an error, not a blank.

    No template, because a list has a hundred of them.
    """
    look = BADGES[kind]
    drawn = format_html(
        '<span class="dn-badge dn-badge--{}">{}<span class="dn-badge__words">{}</span></span>', look.tone, icon(look.icon), look.words
    )
    return format_html('{} <span class="dn-badge-reason">{}</span>', drawn, reason) if reason else drawn


@register.inclusion_tag("web/components/field.html")
def field(bound: forms.BoundField, width: str = "", label: str = "", hint: str = "") -> dict[str, Any]:
    """A form's field with its label, hint and errors. `width` is one of the design system's: 2xs, xs, sm, md, lg, xl, 2xl."""
    widget = bound.field.widget
    css = next(css for kind, css in WIDGET_CLASSES if isinstance(widget, kind))
    if width:
        css += f" usa-input--{width}"
    if bound.errors:
        css += " usa-input--error"
    # CheckboxSelectMultiple is a RadioSelect to Django.
    many = isinstance(widget, forms.RadioSelect)
    control = "" if many else bound.as_widget(attrs={**widget.attrs, "class": f"{widget.attrs.get('class', '')} {css}".strip()})
    return {
        "bound": bound,
        "label": label or bound.label,
        "hint": hint or bound.help_text,
        "control": control,
        "css": css,
        "tick": isinstance(widget, forms.CheckboxInput),
        "many": many,
        "part": "checkbox" if isinstance(widget, forms.CheckboxSelectMultiple) else "radio",
    }


@register.inclusion_tag("web/components/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """What is wrong with a form, at its top, each with a link to its field. Nothing where nothing is."""
    return {"form": form, "fields": [bound for bound in form if bound.errors]}


@register.inclusion_tag("web/components/post_button.html", takes_context=True)
def post_button(context: Context, url: str, label: str, style: str = "", icon: str = "", name: str = "", value: str = "") -> dict[str, Any]:
    """A form of one button that posts to `url`. `style`: empty, outline, danger or unstyled."""
    look = {"danger": "usa-button--secondary", "": ""}.get(style, f"usa-button--{style}")
    token = context.get("csrf_token")
    return {"url": url, "label": label, "look": look, "icon": icon, "name": name, "value": value, "csrf_token": token}


@register.simple_block_tag
def menu(content: str, label: str, icon: str = "", look: str = "usa-button usa-button--outline", side: str = "right") -> SafeString:
    """A button that opens a list; the content is its <li> items. Escape closes it. `side` is where its edge meets the button's."""
    id = f"menu-{uuid4().hex[:8]}"
    button = format_html(
        '<button type="button" class="dn-menu__button {}" aria-expanded="false" aria-controls="{}">{} {} {}</button>',
        *(look, id, draw_icon(icon) if icon else "", label, draw_icon("expand_more")),
    )
    return format_html(
        '<div class="dn-menu" data-menu>{}<ul class="dn-menu__list dn-menu__list--{}" id="{}">{}</ul></div>', button, side, id, content
    )


@register.simple_block_tag
def panel(content: str, heading: str, level: int = 2, id: str = "") -> SafeString:
    """A card with a heading, which also names it as a region."""
    id = id or slugify(heading) or uuid4().hex[:8]
    head = format_html('<h{} class="dn-panel__heading" id="{}-heading">{}</h{}>', level, id, heading, level)
    return format_html(
        '<section class="dn-panel" aria-labelledby="{}-heading" id="{}">{}<div class="dn-panel__body">{}</div></section>',
        *(id, id, head, content),
    )


@register.simple_block_tag
def data_table(content: str, caption: str, hidden_caption: bool = False) -> SafeString:
    """A table that stacks on phones; the content is <thead> and <tbody>, each cell with data-label, its column's name."""
    words = {"content": content, "caption": caption, "hidden_caption": hidden_caption}
    return render_to_string("web/components/data_table.html", words)


@register.simple_block_tag
def empty(content: str, heading: str, icon: str = "search") -> SafeString:
    """What stands where a list would be: what is not there, and what to do; the content is that advice."""
    words = {"content": content, "heading": heading, "icon": icon}
    return render_to_string("web/components/empty.html", words)


@register.simple_block_tag
def notice(content: str, level: str = "info", heading: str = "") -> SafeString:
    """A lasting alert within a page: info, success, warning or error."""
    words = {"content": content, "level": level, "heading": heading}
    return render_to_string("web/components/notice.html", words)


@register.inclusion_tag("web/components/detail.html")
def detail(term: str, value: Any) -> dict[str, Any]:
    """One line of a description list (<dl class="dn-details">); without a value it says so."""
    return {"term": term, "value": value}


@register.inclusion_tag("web/components/pages.html")
def pages(newer: str = "", older: str = "", what: str = "", back: str = "", forth: str = "") -> dict[str, Any]:
    """Links to the newer and the older page of a list by cursor; nothing where there is only one page. `what` names the list.

    `back` and `forth` are other words for Newer and Older, where a list is in another order.
    """
    return {"newer": newer, "older": older, "what": what, "back": back or _("Newer"), "forth": forth or _("Older")}


@register.inclusion_tag("web/components/loading.html")
def loading(id: str) -> dict[str, Any]:
    """Shows while a part of the page is on its way; name it by hx-indicator="#id"."""
    return {"id": id}


@register.simple_tag
def local_time(moment: datetime | None, form: str = "DATETIME") -> SafeString | str:
    """A UTC moment in the agency's time zone, as <time>. `form`: DATETIME, ZONED, which names the zone, DATE or TIME. Empty for None."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    shape = {"DATETIME": "M j, Y, g:i A", "ZONED": "M j, Y, g:i A T", "DATE": "M j, Y", "TIME": "g:i A"}[form]
    title = in_words(local, "l, F j, Y, g:i:s A T")
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), title, in_words(local, shape))


@register.filter
def zone(name: str) -> str:
    """A time zone's name as people write it: America/New York."""
    return name.replace("_", " ")


@register.filter
def birthday(day: date | None) -> str:
    """A day in short words; empty for None."""
    return in_words(day, "M j, Y") if day else ""


@register.filter
def phone(value: str | None) -> str:
    """An E.164 number as people write it: (202) 555-0143 in North America, +44 20 7946 0958 elsewhere. Anything else unchanged."""
    if not value or not value.startswith("+"):
        return value or ""
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    formats = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(number, formats.NATIONAL if number.country_code == 1 else formats.INTERNATIONAL))


@register.filter
def message_actions(message: Message) -> list[Action]:
    """The actions on an alert."""
    return actions_of(message)
