from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.programs"
    label = "programs"
