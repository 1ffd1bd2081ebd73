from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "leadgoose.ground.duties"
    label = "duties"
