"""Addresses of the Ticket form and of Admin, Tickets; they stand below an agency's."""

from django.urls import path

from duenotice.web.tickets import views

ONE = "tickets/<uuid:id>/"

urlpatterns = [
    path("ticket", views.ticket, name="ticket"),
    path("tickets/", views.tickets, name="tickets"),
    path(ONE, views.one_ticket, name="one_ticket"),
    path(f"{ONE}close", views.close_ticket, name="close_ticket"),
    path(f"{ONE}reopen", views.reopen_ticket, name="reopen_ticket"),
]
