"""Addresses of Admin, API; they stand below an agency's."""

from django.urls import path

from duenotice.web.api_clients import ending, presses, views

urlpatterns = [
    path("api/", views.api_clients, name="api"),
    path("api/new", views.new_api_client, name="new_api_client"),
    path("api/<uuid:id>", views.api_client, name="api_client"),
    path("api/<uuid:id>/rotate", presses.rotate, name="rotate_api_secret"),
    path("api/<uuid:id>/revoke", presses.revoke, name="revoke_api_client"),
    path("api/<uuid:id>/end-access", ending.end, name="end_api_access"),
]
