from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "leadgoose.site"
    label = "leadgoose_site"

    def ready(self) -> None:
        from leadgoose.site.parts import fill_slots  # noqa: PLC0415  models are ready only now

        fill_slots()
