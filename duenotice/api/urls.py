"""Addresses of the operations. Each resource declares its own; the list here says which resources there are."""

from django.urls import URLPattern, URLResolver, path

from duenotice.api import (
    activity,
    automation,
    checkins,
    clients,
    contact_states,
    contacts,
    deliveries,
    event_lists,
    events,
    files,
    lookups,
    messages,
    settings,
    states,
    sync,
    tokens,
    upload_rows,
    upload_templates,
    uploads,
    webhooks,
)
from duenotice.api.operation import api

RESOURCES = [
    tokens,
    settings,
    clients,
    sync,
    contacts,
    contact_states,
    events,
    event_lists,
    states,
    messages,
    files,
    automation,
    checkins,
    lookups,
    activity,
    uploads,
    upload_rows,
    upload_templates,
    webhooks,
    deliveries,
]

urlpatterns: list[URLPattern | URLResolver] = [path("", api.urls)]
