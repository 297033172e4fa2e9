"""Addresses about keeping and purging records."""

from django.urls import path

from duenotice.web.retention import views

urlpatterns = [
    path("clients/<uuid:id>/hold", views.hold_client, name="hold_client"),
    path("clients/<uuid:id>/hold/lift", views.lift_client_hold, name="lift_client_hold"),
    path("clients/<uuid:id>/purge", views.purge_press("client"), name="purge_client"),
    path("contacts/<uuid:id>/hold", views.hold_contact, name="hold_contact"),
    path("contacts/<uuid:id>/hold/lift", views.lift_contact_hold, name="lift_contact_hold"),
    path("contacts/<uuid:id>/purge", views.purge_press("contact"), name="purge_contact"),
    path("events/<uuid:id>/purge", views.purge_press("event"), name="purge_event"),
]
