"""How the long work stands that somebody began, as lines where one looks for what is to be done."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.works import WRITTEN, Line
from leadgoose.roster.actions.import_jobs import CORRECT, JUDGE
from leadgoose.roster.models import Import, Organisation
from leadgoose.roster.queries.filters import Filters
from leadgoose.roster.web.import_jobs import ADDRESS, went


def of_imports(jobs: Sequence[Job]) -> dict[str, Line]:
    """Files that are judged, taken in, marked for correction. Two queries at most."""
    uploads = {row.key: row for row in Import.objects.filter(key__in=[one.about for one in jobs]).defer("file_sealed", "look_sealed")}
    found = {}
    for job in jobs:
        upload = uploads.get(job.about)
        if upload is not None and not (job.kind == JUDGE and job.state == Job.State.DONE and upload.state == "taken"):
            found[job.key] = _of_import(job, upload)
    return found


def _of_import(job: Job, upload: Import) -> Line:
    name = {"name": upload.filename}
    if job.kind == CORRECT:
        return WRITTEN.line(job, _("“%(name)s”的更正表") % name, reverse("roster.corrections", args=[upload.key]))
    address = reverse(ADDRESS[upload.kind], args=[upload.key])
    if job.is_open:
        return Line((_("正在核对“%(name)s”") if job.kind == JUDGE else _("正在收入“%(name)s”")) % name, address, going=True)
    if job.kind == JUDGE:
        if job.state != Job.State.DONE or "unreadable" in job.result:
            return Line(_("“%(name)s”没有核对成，请看原因") % name, address, waits=True)
        return Line(_("“%(name)s”已核对，请看差异后收入") % name, address, waits=True)
    said, wrong = went(upload, job)
    if job.state == Job.State.DONE and not wrong:
        return Line(_("“%(name)s”已收入") % name + (f"，{said}" if said else ""), address)
    return Line(_("“%(name)s”没有收入：%(why)s") % {**name, "why": said}, address, waits=True)


def of_exports(jobs: Sequence[Job]) -> dict[str, Line]:
    """Lists of members as files. One query."""
    names = dict(Organisation.objects.filter(key__in=[one.about for one in jobs]).values_list("key", "name"))
    return {
        job.key: WRITTEN.line(
            job, _("%(name)s党员名单") % {"name": names.get(job.about, "")},
            reverse("roster.export_members", args=[job.about]) + Filters.read(job.arguments.get("filters", {})).address(),
        )
        for job in jobs
    }


def of_grids(jobs: Sequence[Job]) -> dict[str, Line]:
    """Grids as files. One query."""
    names = dict(Organisation.objects.filter(key__in=[one.about for one in jobs]).values_list("key", "name"))
    return {
        job.key: WRITTEN.line(job, _("%(name)s补录表") % {"name": names.get(job.about, "")}, reverse("roster.fill_grid", args=[job.about]) + "?format=xlsx")
        for job in jobs
    }
