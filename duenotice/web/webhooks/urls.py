"""Addresses of Admin, Webhooks; they stand below an agency's."""

from django.urls import path

from duenotice.web.webhooks import presses, views

ONE = "webhooks/<uuid:id>"

urlpatterns = [
    path("webhooks/", views.webhooks, name="webhooks"),
    path("webhooks/new", views.new_webhook, name="new_webhook"),
    path(ONE, views.webhook, name="webhook"),
    path(f"{ONE}/log", views.webhook_part, name="webhook_part"),
    path(f"{ONE}/edit", views.edit_webhook, name="edit_webhook"),
    path(f"{ONE}/test", presses.test, name="test_webhook"),
    path(f"{ONE}/rotate", presses.rotate, name="rotate_webhook_secret"),
    path(f"{ONE}/end-old-secret", presses.end_old_secret, name="end_webhook_secret"),
    path(f"{ONE}/pause", presses.pause, name="pause_webhook"),
    path(f"{ONE}/resume", presses.resume, name="resume_webhook"),
    path(f"{ONE}/replay", presses.replay_failed, name="replay_webhook"),
    path(f"{ONE}/deliveries/<uuid:delivery>/replay", presses.replay, name="replay_delivery"),
    path(f"{ONE}/remove", presses.remove, name="remove_webhook"),
]
