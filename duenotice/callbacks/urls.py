"""Addresses that carriers, mail programs and the like call; they stand outside the pages."""

from django.urls import URLPattern, path

from duenotice.callbacks.carriers import carrier
from duenotice.callbacks.unsubscribe import unsubscribe

CARRIER = "carriers/<uuid:agency>/<uuid:sender>/<slug:gateway>/<slug:about>"

urlpatterns: list[URLPattern] = [
    path("unsubscribe/<str:token>", unsubscribe, name="unsubscribe"),
    path(CARRIER, carrier, name="carrier"),
    path(f"{CARRIER}/<uuid:message>/<int:attempt>", carrier, name="carrier_about"),
]
