from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.portal"
    label = "portal"
