"""Addresses of the pages about clients; they stand below an agency's."""

from django.urls import path

from duenotice.web.clients import presses, views

ONE = "clients/<uuid:id>/"

urlpatterns = [
    path("clients/", views.clients, name="clients"),
    path("clients/count", views.clients_count, name="clients_count"),
    path("clients/new", views.new_client, name="new_client"),
    path(ONE, views.client, name="client"),
    path(f"{ONE}edit", views.edit_client, name="edit_client"),
    path(f"{ONE}contacts", views.create, name="create_contact"),
    path(f"{ONE}archive", presses.archive_client, name="archive_client"),
    path(f"{ONE}trash", presses.trash_client, name="trash_client"),
    path(f"{ONE}restore", presses.restore_client, name="restore_client"),
    path(f"{ONE}undo/<uuid:undo_id>", presses.undo_client, name="undo_client"),
]
