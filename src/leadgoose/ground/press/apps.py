from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "leadgoose.ground.press"
    label = "press"
