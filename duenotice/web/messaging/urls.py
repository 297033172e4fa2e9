"""Addresses of Admin, Messaging, inside an agency."""

from django.urls import URLPattern, path

from duenotice.web.messaging import correction, presses, preview, samples, views

AUTO = "messaging/auto-messages/"
ONE = f"{AUTO}<uuid:id>/"

urlpatterns: list[URLPattern] = [
    path("messaging/", views.messaging, name="messaging"),
    path(AUTO, views.auto_messages, name="auto_messages"),
    path(f"{AUTO}new", views.new_auto_message, name="new_auto_message"),
    path(ONE, views.auto_message, name="auto_message"),
    path(f"{ONE}archive", presses.archive_auto_message, name="archive_auto_message"),
    path(f"{ONE}trash", presses.trash_auto_message, name="trash_auto_message"),
    path(f"{ONE}restore", presses.restore_auto_message, name="restore_auto_message"),
    path(f"{ONE}undo/<uuid:undo_id>", presses.undo_auto_message, name="undo_auto_message"),
    path("messaging/correction", correction.correction, name="correction"),
    path("messaging/samples/", samples.samples, name="samples"),
    path("messaging/samples/court-flow", samples.import_flow, name="import_flow"),
    path("messaging/samples/<slug:key>", samples.import_sample, name="import_sample"),
    path("messaging/preview/clients", preview.preview_clients, name="preview_clients"),
    path("messaging/preview/words", preview.preview_words, name="preview_words"),
]
