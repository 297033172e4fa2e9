"""Addresses of the staff's side of the client portal; they stand below an agency's."""

from django.urls import path

from duenotice.web.portals import views

urlpatterns = [
    path("client-portal/", views.client_portal, name="client_portal"),
    path("clients/<uuid:id>/portal-off", views.switch_portal_off, name="switch_portal_off"),
    path("clients/<uuid:id>/portal-on", views.switch_portal_on, name="switch_portal_on"),
]
