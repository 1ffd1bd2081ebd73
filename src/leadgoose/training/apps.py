from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "leadgoose.training"
    label = "training"

    def ready(self) -> None:
        from leadgoose.ground import holdings  # noqa: PLC0415  models are ready only now
        from leadgoose.ground.access import scopes  # noqa: PLC0415  models are ready only now
        from leadgoose.ground.jobs import works  # noqa: PLC0415  models are ready only now
        from leadgoose.ground.journal.words import say  # noqa: PLC0415  models are ready only now
        from leadgoose.training import bank_reach, reach, words  # noqa: PLC0415  models are ready only now
        from leadgoose.training.actions import forgetting, solving  # noqa: PLC0415  models are ready only now
        from leadgoose.training.queries import held  # noqa: PLC0415  models are ready only now

        scopes.register("plan", reach.find_plan)
        scopes.register("session", reach.find_session)
        for kind in ("question", "bank_file", "exam", "sitting", "my_sitting", "script"):
            scopes.register(kind, getattr(bank_reach, f"find_{kind}"))
        works.register(solving.RUN, solving.solve)
        works.register(solving.WHAT_IF, solving.answer_what_if)
        say(words.JOURNAL)
        holdings.register("training", held.held)
        holdings.erase_with("training", forgetting.erase)
