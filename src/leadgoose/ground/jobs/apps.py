from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "leadgoose.ground.jobs"
    label = "jobs"
