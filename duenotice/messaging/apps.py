from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.messaging"
    label = "messaging"
