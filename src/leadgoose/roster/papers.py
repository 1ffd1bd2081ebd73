"""The facts of the register's printed documents: 办理依据单, the basis sheet of one act, and of several done at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leadgoose.ground.duties.queries import open_duties
from leadgoose.ground.listed import plural
from leadgoose.roster import words
from leadgoose.roster.duty_facts import start_on
from leadgoose.roster.figures import membership
from leadgoose.roster.models import Deed, Done, OrganisationDeed, Person, PersonFact, Post
from leadgoose.roster.queries.bodies import groups_of
from leadgoose.roster.queries.deeds import ended_with, moved_with, place_names, unit_changed
from leadgoose.roster.queries.designations import Stage
from leadgoose.roster.queries.organisation import terms
from leadgoose.roster.queries.units import names_on as unit_names_on
from leadgoose.roster.rules.organisations import Kind


@dataclass(frozen=True, slots=True)
class Sheet:
    """One A4 page: what `press.printing.list_paper` prints. A column is (head, share of the width, is a number)."""

    title: str
    subtitle: str
    columns: tuple[tuple[str, float, bool], ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    receipt: str


def name_of(person: Person, on: date) -> str:
    """The person's name as the register has it on a day, or the last one known; "" while unknown. One query."""
    rows = PersonFact.objects.known().filter(person=person).order_by("valid_from", "pk")
    names = [(row.valid_from, row.name) for row in rows]
    return next((name for day, name in reversed(names) if day <= on), names[0][1] if names else "")


def basis_sheet(deed: Deed, name: str, basis: str, label: str, remark: str = "") -> Sheet:
    """What was done, with whom, from when, on which basis, with what effect; places to sign."""
    to = str(deed.told.get("to", ""))
    places = place_names({deed.org_key, to, *(key for key, *_more in deed.told.get("effect", []))} - {""}, deed.valid_on)
    rows = [(_("办理事项"), label), (_("姓名"), name), (_("党组织"), places.get(deed.org_key, "")), *_when(deed, basis, remark)]
    if to and to != deed.org_key:
        rows.append((_("转入党支部"), places.get(to, "")))
    if deed.told.get("until"):
        rows.append((_("期满日期"), str(deed.told["until"])))
    rows += _of_post(deed) if deed.told.get("post") else []
    ended = sum(1 for model, _pk in deed.retracted if model == "Post")
    if ended and not deed.told.get("post"):
        rows.append((_("同时终止的职务"), plural("%(n)s 项", ended) % {"n": ended}))
    rows += [*_effect(deed, places), *_signed(deed)]
    together = Deed.objects.filter(top_key=deed.top_key, batch=deed.batch).count() if deed.batch else 0
    notes = (_("同批办理 %(n)s 项，变化为同批办理后的合计。") % {"n": together},) if together > 1 else ()
    return Sheet(_("办理依据单"), f"{label}　{name}", _columns(), tuple(rows), notes, deed.receipt)


def organisation_sheet(deed: OrganisationDeed, basis: str, remark: str) -> Sheet:
    """The same of an act about an organisation: what it was and is called, where it stands, who moved with it."""
    told, label = deed.told, words.word(words.DEED, deed.act)
    keys = {deed.org_key, *(str(told.get(name, "")) for name in ("to", "below", "from")), *(key for key, *_more in told.get("effect", []))} - {""}
    places = place_names(keys, deed.valid_on)
    before = place_names({deed.org_key}, deed.valid_on - timedelta(1))
    name = places.get(deed.org_key, "")
    rows = [(_("办理事项"), label), (_("党组织"), name)]
    if deed.act == Kind.RENAME:
        rows += [(_("原名称"), before.get(deed.org_key, "")), (_("新名称"), name)]
    rows += _of_unit(deed)
    if told.get("kind"):
        rows.append((_("类型"), words.word(words.ORGANISATION, str(told["kind"]))))
    for code, head in (("below", _("隶属")), ("from", _("分设自")), ("to", _("并入"))):
        if told.get(code):
            rows.append((head, places.get(str(told[code]), "")))
    for code, head in (("applied", _("单位申请日期")), ("until", _("批准的期限"))):
        if told.get(code):
            rows.append((head, str(told[code])))
    rows += _when(deed, basis, remark)
    moved = moved_with(deed)
    if moved:
        several = len({to for _name, _from, to in moved}) > 1
        rows.append((_("转移组织关系（%(n)s 人）") % {"n": len(moved)}, "、".join(f"{who}（{to}）" if several else who for who, _from, to in moved)))
    posts, terms = ended_with(deed)
    if posts:
        rows.append((_("同时终止的职务"), "、".join(f"{who} {words.word(words.POST, kind)}" for who, kind in posts)))
    if terms:
        rows.append((_("同时终止的任期"), "、".join(_("%(day)s 选举的一届") % {"day": day.isoformat()} for day in terms)))
    rows += [*_effect(deed, places), *_signed(deed)]
    return Sheet(_("办理依据单"), f"{label}　{deed.unit.name if deed.unit is not None else name}", _columns(), tuple(rows), (), deed.receipt)


def _of_unit(deed: OrganisationDeed) -> list[tuple[str, str]]:
    """Of an act about a production unit what it was and is; of one about whose an organisation is, the units."""
    if deed.act == Kind.LINK:
        left, joined = str(deed.told.get("left", "")), str(deed.told.get("unit", ""))
        names = unit_names_on({left, joined} - {""}, deed.valid_on)
        return [(_("原所属单位"), names.get(left, "") or _("资料未知")), (_("所属单位"), names.get(joined, ""))]
    was, now = unit_changed(deed) if deed.act == Kind.UNIT else (None, None)
    if now is None:
        return []
    rows = [(_("单位"), was.name if was is not None else now.name)]
    if was is None or was.name != now.name:
        rows.append((_("新名称"), now.name))
    kinds = [words.word(words.UNIT, one.kind) for one in (was, now) if one is not None]
    rows.append((_("性质"), " → ".join(dict.fromkeys(kinds))))
    parents = [one.parent.name if one.parent is not None else _("无") for one in (was, now) if one is not None]
    rows.append((_("上级单位"), " → ".join(dict.fromkeys(parents))))
    return rows


def batch_sheet(deeds: Sequence[Deed], names: Mapping[str, str], basis: str) -> Sheet:
    """Several people's acts done at once, one a row; places to sign."""
    first = deeds[0]
    places = place_names({one.org_key for one in deeds} | {str(one.told.get("to", "")) for one in deeds} - {""}, first.valid_on)
    rows = tuple(
        (str(number), names.get(one.person.key, ""), places.get(one.org_key, ""), words.word(words.DEED, one.act), one.valid_on.isoformat(),
         _detail(one, places), one.receipt + (_("（已撤销）") if one.reversed_at is not None else ""))
        for number, one in enumerate(deeds, 1)
    )
    columns = (
        (_("序号"), 0.5, True), (_("姓名"), 1.0, False), (_("党组织"), 2.0, False), (_("办理事项"), 1.4, False), (_("生效日期"), 1.0, False),
        (_("去向、职务"), 1.8, False), (_("凭据"), 1.6, False),
    )
    about = _("依据：%(basis)s　登记：%(by)s %(at)s") % {
        "basis": basis or _("资料未知"), "by": first.recorded_by, "at": timezone.localtime(first.recorded_at).strftime("%Y-%m-%d %H:%M")}
    signs = ("", _("经办人签字"), "", _("审核人签字"), "", _("党组织盖章"), "")
    return Sheet(_("成批办理依据单"), _("共 %(n)s 项") % {"n": len(deeds)}, columns, (*rows, signs), (about,), first.receipt)


BRING = (gettext_noop("活动记录本"), gettext_noop("工作手册"), gettext_noop("党费收缴登记"), gettext_noop("文件和资料"), gettext_noop("印章"))
"""What is handed over on paper; the numbers are written in by hand."""


def handover_list(stage: Stage, on: date) -> Sheet:
    """What a branch has and owes when its secretary changes, from the register and what is due; places for three signatures."""
    row = stage.row
    place, top = row.organisation, row.top_key
    counts, term = membership(place), next(reversed(terms(place)), None)
    rows = [(_("党员名册"), _("正式党员 %(full)s 人，预备党员 %(other)s 人") % {"full": counts.full, "other": counts.probationary}, "")]
    rows.append((_("本届任期"), _("%(elected)s 选举，%(last)s 届满，不因本次变动而改变") % {
        "elected": term.elected_on.isoformat(), "last": term.last_day.isoformat()} if term is not None else _("资料未知"), ""))
    groups = groups_of(place)
    if groups:
        rows.append((_("党小组"), "、".join(f"{one.name}（{one.leader}）" if one.leader else one.name for one in groups), ""))
    owed = open_duties(top, on, start_on=start_on(top), org_keys=[place.key])
    known = [one for one in owed if one.code in words.DUTY]
    rows += [(_("应办未办"), words.word(words.DUTY, one.code), one.due_on.isoformat() if one.due_on else "") for one in known]
    if len(owed) > len(known):
        rows.append((_("应办未办"), _("另有 %(n)s 项，见到期看板") % {"n": len(owed) - len(known)}, ""))
    rows += [(_(one), "", "") for one in BRING]
    leaving = stage.names.get(row.leaving.key, "") if row.leaving is not None else ""
    rows += [(_("移交人"), leaving, ""), (_("接收人"), stage.names.get(row.person.key, ""), ""), (_("监交人"), "", "")]
    title = _("%(name)s%(post)s交接清单") % {"name": place.name, "post": words.word(words.POST, row.post)}
    columns = ((_("项目"), 1.2, False), (_("内容"), 3.0, False), (_("期限、数量、签字"), 1.4, False))
    return Sheet(title, _("截至 %(day)s") % {"day": on.isoformat()}, columns, tuple(rows), (_("签字后登记“签交接清单”一步，原件存档。"),), "")


def _columns() -> tuple[tuple[str, float, bool], ...]:
    return ((_("项目"), 1.0, False), (_("内容"), 4.0, False))


def _when(deed: Done, basis: str, remark: str) -> list[tuple[str, str]]:
    rows = [(_("生效日期"), deed.valid_on.isoformat()), (_("依据"), basis or _("资料未知"))]
    if deed.told.get("dated"):
        rows.append((_("发文日期"), str(deed.told["dated"])))
    return rows + ([(_("理由"), remark)] if remark else [])


def _of_post(deed: Deed) -> list[tuple[str, str]]:
    rows = [(_("职务"), words.word(words.POST, str(deed.told["post"])))]
    if deed.told.get("came_by"):
        rows.append((_("产生方式"), words.word(words.CAME_BY, str(deed.told["came_by"]))))
    post = Post.objects.filter(pk__in=[pk for name, pk in deed.recorded if name == "Post"]).order_by("-pk").first()
    if post is not None and post.full_time is not None:
        rows.append((_("专兼职"), _("专职") if post.full_time else _("兼职")))
    if post is not None and post.cross_appointed is not None:
        rows.append((_("交叉任职"), _("是") if post.cross_appointed else _("否")))
    return rows


def _detail(deed: Deed, places: Mapping[str, str]) -> str:
    if deed.told.get("post"):
        return words.word(words.POST, str(deed.told["post"]))
    to = str(deed.told.get("to", ""))
    return places.get(to, "") if to and to != deed.org_key else ""


def _effect(deed: Done, places: Mapping[str, str]) -> list[tuple[str, str]]:
    """Per organisation: voters before and after, what arose, what ended."""
    rows = []
    for key, before, after, arise, end in deed.told.get("effect", []):
        said = [_("有选举权 %(before)s 人变为 %(after)s 人") % {"before": before, "after": after}]
        said += [_("新增：%(what)s") % {"what": "、".join(words.word(words.DUTY, code) for code in arise)}] if arise else []
        said += [_("不再：%(what)s") % {"what": "、".join(words.word(words.DUTY, code) for code in end)}] if end else []
        rows.append((_("办理后：%(name)s") % {"name": places.get(key, "")}, "；".join(said)))
    return rows


def _signed(deed: Done) -> list[tuple[str, str]]:
    rows = [(_("登记时间"), timezone.localtime(deed.recorded_at).strftime("%Y-%m-%d %H:%M")), (_("登记人"), deed.recorded_by)]
    if deed.reversed_at is not None:
        rows.append((_("状态"), _("%(day)s 已撤销") % {"day": timezone.localdate(deed.reversed_at).isoformat()}))
    return [*rows, (_("经办人签字"), ""), (_("审核人签字"), ""), (_("党组织盖章"), "")]
