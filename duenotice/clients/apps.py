from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.clients"
    label = "clients"
