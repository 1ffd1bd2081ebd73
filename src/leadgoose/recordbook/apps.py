from django.apps import AppConfig


class RecordBookConfig(AppConfig):
    name = "leadgoose.recordbook"
    label = "recordbook"
