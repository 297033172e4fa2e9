from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.agencies"
    label = "agencies"
