"""Addresses of bulk actions."""

from django.urls import path

from duenotice.web.bulk import views

urlpatterns = [
    path("contacts/bulk", views.bulk_contacts, name="bulk_contacts"),
    path("clients/bulk", views.bulk_clients, name="bulk_clients"),
    path("bulk/<uuid:id>/", views.bulk_job, name="bulk_job"),
    path("bulk/<uuid:id>/undo", views.undo_bulk, name="undo_bulk"),
]
