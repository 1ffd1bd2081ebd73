from django.apps import AppConfig


class ProductionConfig(AppConfig):
    name = "leadgoose.production"
    label = "production"

    def ready(self) -> None:
        from leadgoose.ground import holdings  # noqa: PLC0415  models are ready only now
        from leadgoose.production.actions import forgetting  # noqa: PLC0415  models are ready only now
        from leadgoose.production.queries import held  # noqa: PLC0415  models are ready only now

        holdings.register("production", held.held)
        holdings.erase_with("production", forgetting.erase)
