from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.actions"
    label = "actions"
