from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "leadgoose.training"
    label = "training"

    def ready(self) -> None:
        from leadgoose.ground.access import scopes  # noqa: PLC0415   # models are not loaded before
        from leadgoose.training import bank_reach  # noqa: PLC0415

        for kind in ("question", "bank_file", "edition", "exam", "sitting", "my_sitting", "script"):
            scopes.register(kind, getattr(bank_reach, f"find_{kind}"))
