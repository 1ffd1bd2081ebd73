from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "leadgoose.site"
    label = "leadgoose_site"
