from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.api"
    label = "api"
