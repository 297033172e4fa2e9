"""Addresses of the pages. Each subject lists its own in its `urls.py`; those of one agency stand below the agency's reference."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from duenotice.web.account.views import agency_home
from duenotice.web.events.calendar import calendar_feed
from duenotice.web.healthz import healthz
from duenotice.web.styleguide import styleguide

AGENCY = "a/<slug:agency>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("duenotice.web.account.urls")),
    path("", include("duenotice.web.agencies.urls")),
    path(AGENCY, agency_home, name="agency_home"),
    path(AGENCY, include("duenotice.web.activity.urls")),
    path(AGENCY, include("duenotice.web.bulk.urls")),
    path(AGENCY, include("duenotice.web.api_clients.urls")),
    path(AGENCY, include("duenotice.web.clients.urls")),
    path(AGENCY, include("duenotice.web.contacts.urls")),
    path(AGENCY, include("duenotice.web.events.urls")),
    path(AGENCY, include("duenotice.web.exports.urls")),
    path(AGENCY, include("duenotice.web.help.urls")),
    path(AGENCY, include("duenotice.web.jobs.urls")),
    path(AGENCY, include("duenotice.web.lookups.urls")),
    path(AGENCY, include("duenotice.web.flows.urls")),
    path(AGENCY, include("duenotice.web.messages.urls")),
    path(AGENCY, include("duenotice.web.messaging.urls")),
    *([path(AGENCY, include("duenotice.web.handset.urls"))] if settings.HANDSET else []),
    path(AGENCY, include("duenotice.web.people.urls")),
    path(AGENCY, include("duenotice.web.reachability.urls")),
    path(AGENCY, include("duenotice.web.retention.urls")),
    path(AGENCY, include("duenotice.web.portals.urls")),
    path(AGENCY, include("duenotice.web.search.urls")),
    path(AGENCY, include("duenotice.web.syncing.urls")),
    path(AGENCY, include("duenotice.web.tickets.urls")),
    path(AGENCY, include("duenotice.web.settings.urls")),
    path(AGENCY, include("duenotice.web.uploads.urls")),
    path(AGENCY, include("duenotice.web.webhooks.urls")),
    path("calendar/<slug:agency>/<str:token>.ics", calendar_feed, name="calendar_feed"),
    path("styleguide", styleguide, name="styleguide"),
    path("healthz", healthz, name="healthz"),
]
