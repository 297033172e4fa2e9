from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.lookups"
    label = "lookups"
