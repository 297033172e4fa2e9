"""Addresses of Sync Messages, inside an agency."""

from django.urls import URLPattern, path

from duenotice.web.syncing import views

urlpatterns: list[URLPattern] = [
    path("clients/<uuid:id>/sync", views.sync_client, name="sync_client"),
    path("contacts/<uuid:id>/sync", views.sync_contact, name="sync_contact"),
    path("events/<uuid:id>/sync", views.sync_event, name="sync_event"),
    path("messaging/sync", views.sync_agency, name="sync_agency"),
]
