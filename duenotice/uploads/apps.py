from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.uploads"
    label = "uploads"
