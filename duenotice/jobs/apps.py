from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.jobs"
    label = "jobs"
