"""Addresses of the help; they stand below an agency's."""

from django.urls import path

from duenotice.web.help import views

urlpatterns = [
    path("help/", views.help_list, name="help"),
    path("help/<slug:topic>", views.help_topic, name="help_topic"),
]
