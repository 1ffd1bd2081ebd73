from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "leadgoose.training"
    label = "training"
