"""Addresses of the pages about auto messages, inside an agency."""

from django.urls import URLPattern, path

from duenotice.web.auto_messages import views

urlpatterns: list[URLPattern] = [
    path("auto-messages/", views.auto_messages, name="auto_messages"),
    path("auto-messages/new", views.new_auto_message, name="new_auto_message"),
    path("auto-messages/<uuid:id>", views.auto_message, name="auto_message"),
]
