from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.accounts"
    label = "accounts"
