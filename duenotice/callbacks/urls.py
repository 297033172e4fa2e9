"""Addresses that carriers, mail programs and the like call; they stand outside the pages."""

from django.urls import URLPattern, path

from duenotice.callbacks.unsubscribe import unsubscribe

urlpatterns: list[URLPattern] = [
    path("unsubscribe/<str:token>", unsubscribe, name="unsubscribe"),
]
