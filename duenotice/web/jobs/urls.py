"""Addresses about background jobs."""

from django.urls import path

from duenotice.web.jobs import views

urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<uuid:id>/", views.job, name="job"),
    path("jobs/<uuid:id>/part", views.job_part, name="job_part"),
    path("jobs/<uuid:id>/files/<str:file>", views.job_file, name="job_file"),
    path("jobs/<uuid:id>/pause", views.pause, name="pause_job"),
    path("jobs/<uuid:id>/resume", views.resume, name="resume_job"),
    path("jobs/<uuid:id>/cancel", views.cancel, name="cancel_job"),
]
