"""Addresses of the pages about lookups; they stand below an agency's."""

from django.urls import path

from duenotice.web.lookups import provider_views, views

ONE = "lookups/<uuid:id>/"

urlpatterns = [
    path("lookups/", views.lookups, name="lookups"),
    path(ONE, views.lookup, name="lookup"),
    path(f"{ONE}part", views.lookup_part, name="lookup_part"),
    path(f"{ONE}save", views.save_found, name="save_found"),
    path("lookup-providers/", provider_views.lookup_providers, name="lookup_providers"),
]
