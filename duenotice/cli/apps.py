from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.cli"
    label = "cli"
