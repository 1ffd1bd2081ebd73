from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    name = "leadgoose.elections"
    label = "elections"

    def ready(self) -> None:
        from leadgoose.elections import reach  # noqa: PLC0415  models are ready only now
        from leadgoose.elections.actions import forgetting, holding  # noqa: PLC0415  models are ready only now
        from leadgoose.elections.queries import holdings as held  # noqa: PLC0415  models are ready only now
        from leadgoose.elections.web import words  # noqa: PLC0415  models are ready only now
        from leadgoose.ground import holdings  # noqa: PLC0415  models are ready only now
        from leadgoose.ground.access import scopes  # noqa: PLC0415  models are ready only now
        from leadgoose.ground.journal.words import say  # noqa: PLC0415  models are ready only now
        from leadgoose.roster.actions import holds  # noqa: PLC0415  models are ready only now

        scopes.register("election", reach.find_election)
        holds.register("elections", holding.held_by_election)
        say(words.JOURNAL)
        holdings.register("elections", held.held)
        holdings.erase_with("elections", forgetting.erase)
