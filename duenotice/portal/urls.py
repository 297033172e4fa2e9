"""Addresses of the portal: each agency has a path of its own, apart from what staff use."""

from django.urls import URLPattern, path

from duenotice.portal import changes, door, rooms

HERE = "portal/<slug:agency>/"

urlpatterns: list[URLPattern] = [
    path(HERE, door.door, name="portal"),
    path(f"{HERE}code", door.code, name="portal_code"),
    path(f"{HERE}in/<str:token>", door.link, name="portal_link"),
    path(f"{HERE}out", door.go, name="portal_out"),
    path(f"{HERE}events", rooms.events, name="portal_events"),
    path(f"{HERE}who", rooms.who, name="portal_who"),
    path(f"{HERE}events/<uuid:id>/confirm", rooms.confirm, name="portal_confirm"),
    path(f"{HERE}events/<uuid:id>/court-date.ics", rooms.calendar, name="portal_calendar"),
    path(f"{HERE}mine", rooms.mine, name="portal_mine"),
    path(f"{HERE}mine/add", changes.add, name="portal_add"),
    path(f"{HERE}mine/code", changes.add_code, name="portal_add_code"),
    path(f"{HERE}mine/language", changes.language, name="portal_language"),
    path(f"{HERE}mine/<uuid:id>/remove", changes.remove, name="portal_remove"),
    path(f"{HERE}mine/<uuid:id>/stop", changes.stop, name="portal_stop"),
    path(f"{HERE}mine/<uuid:id>/start", changes.start, name="portal_start"),
]
