from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "leadgoose.overview"
    label = "overview"

    def ready(self) -> None:
        from leadgoose.ground.jobs import works  # noqa: PLC0415  models are ready only now
        from leadgoose.overview import actions, counting, counting_watch  # noqa: PLC0415  models are ready only now
        from leadgoose.overview.web import take_away, team_large, watch_large  # noqa: PLC0415  models are ready only now

        works.register(counting.COUNT, counting.count, team_large.of_counts)
        works.register(counting_watch.COUNT_WATCH, counting_watch.count, watch_large.of_counts)
        works.register(actions.WATCH, take_away.write_file, take_away.of_files)
