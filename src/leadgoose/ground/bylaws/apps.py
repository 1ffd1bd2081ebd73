from django.apps import AppConfig


class BylawsConfig(AppConfig):
    name = "leadgoose.ground.bylaws"
    label = "bylaws"
