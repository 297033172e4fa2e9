from django.apps import AppConfig


class Config(AppConfig):
    name = "duenotice.checkins"
    label = "checkins"
