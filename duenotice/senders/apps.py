from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.senders"
    label = "senders"
