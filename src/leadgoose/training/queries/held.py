"""What training holds about one person: levels with their evidence, hours, tests, certificates, places in plans (ground/holdings)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.ground.holdings import Held, Whose
from leadgoose.ground.listed import listed, plural
from leadgoose.training import words
from leadgoose.training.models.bank import Sitting
from leadgoose.training.models.carrying import Attendance, Certificate, EffectCheck, Hours, Nomination
from leadgoose.training.models.competencies import ColleagueSum, Evidence, Level, Mark
from leadgoose.training.models.plan import PlanPerson, Wish
from leadgoose.training.queries.certificates import kinds_of
from leadgoose.training.queries.competencies import model_of


def held(whose: Whose) -> Iterator[Held]:
    """Fourteen queries. Of what colleagues said there are sums only, and nobody's name."""
    names = words.dimension_names(model_of(whose.top_key, whose.on))
    for level in Level.objects.on(whose.on).filter(person_id=whose.pk).order_by("dimension", "pk"):
        told = _("%(name)s %(level)s 级，把握%(confidence)s；依据：%(kinds)s") % {
            "name": names.get(level.dimension, level.dimension), "level": level.level, "confidence": words.CONFIDENCE[level.confidence],
            "kinds": listed(str(words.KIND[kind]) for kind in level.kinds.split())}
        yield Held("training.Level.level", told, "derived", timezone.localdate(level.recorded_at), str(level.pk))
    for one in Evidence.objects.filter(person_id=whose.pk, retracted_at=None).order_by("valid_on", "pk"):
        marks = listed(f"{names.get(code, code)} {level}" for code, level in sorted(one.levels.items()))
        told = _("%(kind)s，%(day)s：%(marks)s") % {"kind": words.KIND[one.kind], "day": one.valid_on.isoformat(), "marks": marks}
        yield Held("training.Evidence.levels", told, words.WAY[one.way], timezone.localdate(one.recorded_at), one.key, one.recorded_by)
    for total in ColleagueSum.objects.filter(person_id=whose.pk).order_by("year"):
        told = (_("%(year)s 年同事评价的合计；谁评了什么不保存") if total.open_on else _("%(year)s 年同事评价的合计，人数不够，不显示")) % {"year": total.year}
        yield Held("training.ColleagueSum.counts", told, "page", total.valid_on, str(total.pk))
    hours = Hours.objects.filter(person_id=whose.pk, retracted_at=None).order_by().values("year")
    for year in hours.annotate(n=Count("pk"), sum=Sum("hours")).order_by("year"):
        told = plural("%(year)s 年 %(hours)s 学时，%(n)s 条", year["n"]) % {"year": year["year"], "hours": f"{year['sum'] / 100:g}", "n": year["n"]}
        yield Held("training.Hours.hours", told, "record", None, str(year["year"]))
    for sitting in Sitting.objects.filter(person_id=whose.pk).select_related("exam").order_by("pk"):
        day = sitting.sat_on.isoformat() if sitting.sat_on else _("未考")
        yield Held("training.Sitting.marks_sealed", _("测试“%(title)s”，%(day)s；答卷和分数按本人的密钥封存") % {"title": sitting.exam.title, "day": day},
                   "page", timezone.localdate(sitting.recorded_at), sitting.key, sitting.recorded_by)
    kinds = kinds_of(whose.top_key)
    for certificate in Certificate.objects.known().filter(person_id=whose.pk).order_by("valid_from", "pk"):
        kind = kinds.of(certificate.kind, certificate.version)
        told = f"{words.text(kind.name, kind.english) if kind else certificate.kind} {certificate.number}".strip()
        yield Held("training.Certificate.number", told, "page", certificate.valid_from, certificate.key, certificate.recorded_by)
    for mark in Mark.objects.known().filter(person_id=whose.pk).order_by("valid_from", "pk"):
        yield Held("training.Mark.kind", words.MARK[mark.kind], "page", mark.valid_from, str(mark.pk), mark.recorded_by)
    for state in Nomination.objects.filter(person_id=whose.pk).order_by().values("state").annotate(n=Count("pk")).order_by("state"):
        told = plural("班次名单：%(state)s %(n)s 次", state["n"]) % {"state": words.LIST_STATE[state["state"]], "n": state["n"]}
        yield Held("training.Nomination.state", told, "page")
    came = Attendance.objects.filter(person_id=whose.pk, retracted_at=None).count()
    if came:
        yield Held("training.Attendance.state", plural("班次签到 %(n)s 次", came) % {"n": came}, "page")
    checks = EffectCheck.objects.filter(person_id=whose.pk).count()
    if checks:
        yield Held("training.EffectCheck.answer", plural("培训效果检查 %(n)s 次", checks) % {"n": checks}, "page")
    for wish in Wish.objects.filter(person_id=whose.pk, retracted_at=None).order_by("pk"):
        told = _("%(year)s 年想学：%(name)s；说明按本人的密钥封存") % {"year": wish.year, "name": names.get(wish.dimension, wish.dimension)}
        yield Held("training.Wish.dimension", told, "page", timezone.localdate(wish.recorded_at), wish.key, wish.recorded_by)
    for row in PlanPerson.objects.filter(person_id=whose.pk).select_related("plan").order_by("pk"):
        told = _("%(year)s 年第 %(number)s 稿培训计划中的安排") % {"year": row.plan.year, "number": row.plan.number}
        yield Held("training.PlanPerson.role", told, "page", timezone.localdate(row.plan.created_at), str(row.pk), row.plan.created_by)
