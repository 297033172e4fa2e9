"""Addresses of Admin, Activity; they stand below an agency's."""

from django.urls import path

from duenotice.web.activity import views

urlpatterns = [
    path("activity/", views.activity, name="activity"),
    path("activity/activity.csv", views.activity_csv, name="activity_csv"),
]
