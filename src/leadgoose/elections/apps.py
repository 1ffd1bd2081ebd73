from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    name = "leadgoose.elections"
    label = "elections"
