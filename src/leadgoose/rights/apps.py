from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "leadgoose.rights"
    label = "rights"

    def ready(self) -> None:
        from leadgoose.ground import holdings  # noqa: PLC0415  models are ready only now
        from leadgoose.ground.access import scopes  # noqa: PLC0415  models are ready only now
        from leadgoose.ground.journal.words import say  # noqa: PLC0415  models are ready only now
        from leadgoose.rights import reach, words  # noqa: PLC0415  models are ready only now
        from leadgoose.rights.actions import forgetting  # noqa: PLC0415  models are ready only now
        from leadgoose.rights.queries import held, objections  # noqa: PLC0415  models are ready only now

        say({"page": words.FILE, "fields": words.FIELD})
        scopes.register("objection", reach.find_objection)
        scopes.register("erasure", reach.find_erasure)
        holdings.register("rights", held.held)
        holdings.read_with("rights", held.readings)
        holdings.erase_with("rights", forgetting.erase)
        holdings.contested_with(objections.contests)
