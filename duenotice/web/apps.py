from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.web"
    label = "web"
