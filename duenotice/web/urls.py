"""Addresses of the pages."""

from django.urls import URLPattern, path

from duenotice.web.styleguide import styleguide

urlpatterns: list[URLPattern] = [
    path("styleguide", styleguide, name="styleguide"),
]
