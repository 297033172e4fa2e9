"""Addresses of the operations. Each resource declares its own; the list here says which resources there are."""

from django.urls import URLPattern, URLResolver, path

from duenotice.api import clients, contact_states, contacts, events, states, tokens
from duenotice.api.operation import api

RESOURCES = [tokens, clients, contacts, contact_states, events, states]

urlpatterns: list[URLPattern | URLResolver] = [path("", api.urls)]
