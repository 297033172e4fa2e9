"""Draws the widgets of forms as Django's templates do; the common ones without a template, because a page has dozens."""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Widget = Mapping[str, Any]
INPUTS = ("checkbox", "date", "email", "hidden", "input", "number", "password", "text", "time", "url")


class Renderer(DjangoTemplates):
    """What FORM_RENDERER names."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        draw = DRAWN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)


def _attributes(widget: Widget) -> SafeString:
    """False leaves an attribute out, True gives it without a value."""
    given = [(name, value) for name, value in widget["attrs"].items() if value is not False]
    return SafeString("".join(format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value) for name, value in given))


def _input(widget: Widget) -> SafeString:
    value = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, _attributes(widget))


def _textarea(widget: Widget) -> SafeString:
    return format_html('<textarea name="{}"{}>\n{}</textarea>', widget["name"], _attributes(widget), widget["value"] or "")


def _select(widget: Widget) -> SafeString:
    groups = format_html_join("", "{}", ((_group(name, options),) for name, options, _number in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], _attributes(widget), groups)


def _group(name: str | None, options: list[Widget]) -> SafeString:
    drawn = format_html_join("", '<option value="{}"{}>{}</option>', ((one["value"], _attributes(one), one["label"]) for one in options))
    return format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn


DRAWN = {f"django/forms/widgets/{name}.html": _input for name in INPUTS} | {
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/textarea.html": _textarea,
}
