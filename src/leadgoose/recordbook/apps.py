from django.apps import AppConfig


class RecordBookConfig(AppConfig):
    name = "leadgoose.recordbook"
    label = "recordbook"

    def ready(self) -> None:
        from leadgoose.ground import holdings  # noqa: PLC0415  models are ready only now
        from leadgoose.ground.access import scopes  # noqa: PLC0415  models are ready only now
        from leadgoose.ground.journal.words import say  # noqa: PLC0415  models are ready only now
        from leadgoose.recordbook import words  # noqa: PLC0415  models are ready only now
        from leadgoose.recordbook.actions import forgetting  # noqa: PLC0415  models are ready only now
        from leadgoose.recordbook.queries import held, past_votes, record  # noqa: PLC0415  models are ready only now
        from leadgoose.roster.queries import past_votes as votes  # noqa: PLC0415  models are ready only now

        scopes.register("record", record.find_record)
        scopes.register("resolution", record.find_resolution)
        scopes.register("attachment", record.find_attachment)
        say(words.JOURNAL)
        votes.register("recordbook", past_votes.votes_since)
        holdings.register("recordbook", held.held)
        holdings.erase_with("recordbook", forgetting.erase)
        holdings.read_with("recordbook", held.readings)
