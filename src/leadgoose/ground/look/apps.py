from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "leadgoose.ground.look"
    label = "look"
