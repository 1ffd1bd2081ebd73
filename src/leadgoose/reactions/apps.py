from django.apps import AppConfig


class ReactionsConfig(AppConfig):
    name = "leadgoose.reactions"
    label = "reactions"

    def ready(self) -> None:
        from leadgoose.ground.journal.actions import listen  # noqa: PLC0415  models are ready only now
        from leadgoose.reactions.security_log import hear  # noqa: PLC0415  models are ready only now
        from leadgoose.reactions.table import react  # noqa: PLC0415  models are ready only now

        listen(react)
        listen(hear)
