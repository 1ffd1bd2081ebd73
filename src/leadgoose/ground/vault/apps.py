from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "leadgoose.ground.vault"
    label = "vault"
