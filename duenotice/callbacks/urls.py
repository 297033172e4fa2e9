"""Addresses that carriers, mail programs and the like call; they stand outside the pages."""

from django.urls import URLPattern, path

from duenotice.callbacks.carriers import carrier
from duenotice.callbacks.files import fax, file
from duenotice.callbacks.unsubscribe import unsubscribe

CARRIER = "carriers/<uuid:agency>/<uuid:sender>/<slug:gateway>/<slug:about>"

urlpatterns: list[URLPattern] = [
    path("unsubscribe/<str:token>", unsubscribe, name="unsubscribe"),
    path("files/<str:token>", file, name="carrier_file"),
    path("faxes/<str:token>", fax, name="carrier_fax"),
    path(CARRIER, carrier, name="carrier"),
    path(f"{CARRIER}/<uuid:message>/<int:attempt>", carrier, name="carrier_about"),
]
