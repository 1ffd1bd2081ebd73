from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "leadgoose.overview"
    label = "overview"
