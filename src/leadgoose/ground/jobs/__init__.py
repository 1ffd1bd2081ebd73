"""Long work with progress: started in the transaction of its cause, done by a worker process, watched from a page, stopped, resumed.

    jobs.works.register("training.plan", run_plan)                 once, from the owning app's ready()
    job = jobs.actions.start("training.plan", top_key, about=plan.key, arguments={…}, by=login, at=at)
    def run_plan(job: Running) -> dict: …  job.report(level="cost", bound=…) returns True when somebody asked to stop

The queue is a table (django-tasks-db), so that a job exists exactly when its cause was committed.
"""
