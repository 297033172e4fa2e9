from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.flows"
    label = "flows"
