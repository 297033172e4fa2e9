"""Addresses of the pages."""

from django.urls import URLPattern, path

from duenotice.web.healthz import healthz
from duenotice.web.styleguide import styleguide

urlpatterns: list[URLPattern] = [
    path("healthz", healthz, name="healthz"),
    path("styleguide", styleguide, name="styleguide"),
]
