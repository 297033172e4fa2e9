from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.events"
    label = "events"
