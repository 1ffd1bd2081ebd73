from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "leadgoose.ground.journal"
    label = "journal"
