from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.db"
    label = "db"
