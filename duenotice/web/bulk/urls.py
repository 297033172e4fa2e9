"""Addresses of bulk actions."""

from django.urls import path

from duenotice.web.bulk import views

urlpatterns = [
    path("contacts/bulk", views.bulk_contacts, name="bulk_contacts"),
    path("clients/bulk", views.bulk_clients, name="bulk_clients"),
    path("jobs/<uuid:id>/bulk", views.bulk_job, name="bulk_job"),
    path("jobs/<uuid:id>/bulk/undo", views.undo_bulk, name="undo_bulk"),
]
