from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.words"
    label = "words"
