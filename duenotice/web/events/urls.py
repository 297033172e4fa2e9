"""Addresses of the pages about events; they stand below an agency's."""

from django.urls import path

from duenotice.web.events import calendar, explaining, list_views, presses, views

ONE = "events/<uuid:id>/"

urlpatterns = [
    path("events/", views.events, name="events"),
    path("events/new", views.new_event, name="new_event"),
    path("events/calendar/", calendar.month, name="calendar"),
    path("events/calendar/week", calendar.week, name="calendar_week"),
    path("events/calendar/link", calendar.calendar_link, name="calendar_link"),
    path("events/calendar/link/remove", calendar.remove_calendar_link, name="remove_calendar_link"),
    path(ONE, views.event, name="event"),
    path(f"{ONE}edit", views.edit_event, name="edit_event"),
    path(f"{ONE}event.ics", calendar.event_file, name="event_file"),
    path(f"{ONE}cancel", presses.cancel, name="cancel_event"),
    path(f"{ONE}uncancel", presses.uncancel, name="uncancel_event"),
    path(f"{ONE}archive", presses.archive_event, name="archive_event"),
    path(f"{ONE}trash", presses.trash_event, name="trash_event"),
    path(f"{ONE}restore", presses.restore_event, name="restore_event"),
    path(f"{ONE}undo/<uuid:undo_id>", presses.undo_event, name="undo_event"),
    path(f"{ONE}clients", views.add_event_client, name="add_event_client"),
    path(f"{ONE}clients/<uuid:client_id>/remove", presses.remove_event_client, name="remove_event_client"),
    path(f"{ONE}clients/<uuid:client_id>/primary", presses.make_primary_client, name="make_primary_client"),
    path(f"{ONE}clients/<uuid:client_id>/will-come", presses.client_will_come, name="client_will_come"),
    path(f"{ONE}explain/", explaining.explain_event, name="explain_event"),
    path(f"{ONE}explain/<uuid:contact_id>", explaining.explain_contact, name="explain_contact"),
    path("admin/event-statuses/", list_views.statuses, name="event_statuses"),
    path("admin/event-statuses/new", list_views.edit_status, name="new_event_status"),
    path("admin/event-statuses/<uuid:id>", list_views.edit_status, name="event_status"),
    path("admin/locations/", list_views.locations, name="locations"),
    path("admin/locations/new", list_views.edit_location, name="new_location"),
    path("admin/locations/<uuid:id>", list_views.edit_location, name="location"),
]
