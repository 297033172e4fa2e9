"""Addresses about reachability."""

from django.urls import path

from duenotice.web.reachability import views

urlpatterns = [path("reachability/", views.reachability, name="reachability")]
