from django.apps import AppConfig


class BylawsConfig(AppConfig):
    name = "leadgoose.ground.bylaws"
    label = "bylaws"

    def ready(self) -> None:
        from leadgoose.ground.bylaws.settings import SETTINGS  # noqa: PLC0415  models are ready only now
        from leadgoose.ground.journal.words import say  # noqa: PLC0415  models are ready only now

        labels = {one.name: one.label for one in SETTINGS}
        say({"names": labels, "set": labels})
