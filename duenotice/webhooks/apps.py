from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.webhooks"
    label = "webhooks"
