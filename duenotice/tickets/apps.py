from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.tickets"
    label = "tickets"
