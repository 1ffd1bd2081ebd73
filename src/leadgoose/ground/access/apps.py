from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "leadgoose.ground.access"
    label = "access"
