from django.apps import AppConfig


class ProductionConfig(AppConfig):
    name = "leadgoose.production"
    label = "production"
