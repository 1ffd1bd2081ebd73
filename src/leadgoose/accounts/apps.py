from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "leadgoose.accounts"
    label = "accounts"
