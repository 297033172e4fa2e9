"""Addresses of exports; each stands below its list."""

from django.urls import path

from duenotice.reports.listings import LISTINGS
from duenotice.web.exports import views

urlpatterns = [
    *(path(f"{listing}/export", views.export_press(listing), name=f"export_{listing}") for listing in LISTINGS),
    path("settings/export", views.export_agency, name="export_agency"),
]
