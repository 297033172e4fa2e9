"""Addresses of the pages about flows, inside an agency."""

from django.urls import URLPattern, path

from duenotice.web.flows import presses, views

ONE = "messaging/flows/<uuid:id>/"

urlpatterns: list[URLPattern] = [
    path("messaging/flows/", views.flows, name="flows"),
    path("messaging/flows/new", views.new_flow, name="new_flow"),
    path(ONE, views.flow, name="flow"),
    path(f"{ONE}edit", views.edit_flow, name="edit_flow"),
    path(f"{ONE}enable", presses.enable_flow, name="enable_flow"),
    path(f"{ONE}disable", presses.disable_flow, name="disable_flow"),
    path(f"{ONE}close", presses.close_flow, name="close_flow"),
    path(f"{ONE}archive", presses.archive_flow, name="archive_flow"),
    path(f"{ONE}trash", presses.trash_flow, name="trash_flow"),
    path(f"{ONE}restore", presses.restore_flow, name="restore_flow"),
    path(f"{ONE}undo/<uuid:undo_id>", presses.undo_flow, name="undo_flow"),
    path(f"{ONE}steps/new", views.new_step, name="new_step"),
    path(f"{ONE}steps/<uuid:step_id>", views.edit_step, name="edit_step"),
    path(f"{ONE}steps/<uuid:step_id>/remove", presses.remove_flow_step, name="remove_flow_step"),
]
