from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "leadgoose.roster"
    label = "roster"

    def ready(self) -> None:
        from leadgoose.ground import holdings  # noqa: PLC0415  models are ready only now
        from leadgoose.ground.access import scopes  # noqa: PLC0415  models are ready only now
        from leadgoose.ground.jobs import works  # noqa: PLC0415  models are ready only now
        from leadgoose.ground.journal.words import say  # noqa: PLC0415  models are ready only now
        from leadgoose.roster import reach, words  # noqa: PLC0415  models are ready only now
        from leadgoose.roster.actions import designations, exports, forgetting, holds, import_jobs  # noqa: PLC0415  models are ready only now
        from leadgoose.roster.queries import held  # noqa: PLC0415  models are ready only now
        from leadgoose.roster.web import export, grid, job_lines  # noqa: PLC0415  models are ready only now

        scopes.register("organisation", reach.find_organisation)
        scopes.register("person", reach.find_person)
        scopes.register("upload", reach.find_upload)
        scopes.register("designation", reach.find_designation)
        holds.register("designation", designations.held_by_designation)
        works.register(import_jobs.JUDGE, import_jobs.judge, job_lines.of_imports)
        works.register(import_jobs.TAKE, import_jobs.take, job_lines.of_imports)
        works.register(import_jobs.CORRECT, import_jobs.correct, job_lines.of_imports)
        works.register(exports.EXPORT, export.write_file, job_lines.of_exports)
        works.register(exports.GRID, grid.write_file, job_lines.of_grids)
        say(words.JOURNAL)
        holdings.register("roster", held.held)
        holdings.read_with("roster", held.readings)
        holdings.erase_with("roster", forgetting.erase)
