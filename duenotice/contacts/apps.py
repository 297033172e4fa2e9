from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.contacts"
    label = "contacts"
