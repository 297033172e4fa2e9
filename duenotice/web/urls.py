"""Addresses of the pages. Those of one agency stand below its reference; each subject lists its own."""

from django.urls import URLPattern, URLResolver, include, path

from duenotice.web.clients.urls import urlpatterns as of_clients
from duenotice.web.contacts.urls import urlpatterns as of_contacts
from duenotice.web.healthz import healthz
from duenotice.web.messages.urls import urlpatterns as of_messages
from duenotice.web.search.urls import urlpatterns as of_search
from duenotice.web.styleguide import styleguide

urlpatterns: list[URLPattern | URLResolver] = [
    path("a/<slug:agency>/", include([*of_clients, *of_contacts, *of_messages, *of_search])),
    path("styleguide", styleguide, name="styleguide"),
    path("healthz", healthz, name="healthz"),
]
