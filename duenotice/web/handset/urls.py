"""Addresses of the handset, inside an agency."""

from django.urls import URLPattern, path

from duenotice.web.handset import views

urlpatterns: list[URLPattern] = [
    path("handset", views.phones, name="handset"),
    path("handset/<str:to>", views.phone, name="handset_phone"),
    path("handset/<str:to>/part", views.phone_part, name="handset_part"),
    path("handset/<str:to>/answer", views.answer, name="handset_answer"),
]
