"""Addresses about agencies as a whole; they stand outside any."""

from django.urls import path

from duenotice.web.agencies import views

urlpatterns = [
    path("agencies/new", views.new_agency, name="new_agency"),
]
