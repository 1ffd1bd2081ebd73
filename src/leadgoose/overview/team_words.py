"""The words of 书记队伍: titles, rows, and the value that put somebody into a row. Codes come from rules/team.py."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadgoose.ground.listed import clauses, listed, plural, plural_later
from leadgoose.overview.rules.team import OTHER, PROBATIONARY, UNKNOWN, Band, Body, Entry, Filled, Held, Level, Scales, Table, Unit, Whose, full_years
from leadgoose.roster import words
from leadgoose.roster.kinds import Standing

WHOSE: Mapping[Whose, Promise] = {
    Whose.SECRETARY: gettext_lazy("书记"), Whose.DEPUTY: gettext_lazy("副书记"), Whose.COMMITTEE: gettext_lazy("委员会成员（含书记、副书记）"),
}
LEVEL: Mapping[Level, Promise] = {Level.BRANCH: gettext_lazy("党支部"), Level.GENERAL: gettext_lazy("党总支")}
TITLE: Mapping[Table, Promise] = {
    Table.VACANCY: gettext_lazy("配备"), Table.AGE: gettext_lazy("年龄"), Table.GENDER: gettext_lazy("性别"), Table.SCHOOLING: gettext_lazy("学历"),
    Table.IN_PARTY: gettext_lazy("党龄"), Table.IN_POST: gettext_lazy("任职时间"), Table.TIME: gettext_lazy("专职、兼职"),
    Table.CROSS: gettext_lazy("交叉任职"), Table.CAME_BY: gettext_lazy("产生方式"),
}
HOW: Mapping[Table, Promise] = {
    Table.AGE: gettext_lazy("周岁；只知年月的，按当月 1 日计"),
    Table.SCHOOLING: gettext_lazy("按花名册所写归类，写法不改"),
    Table.IN_PARTY: gettext_lazy("自转为正式党员之日起的整年；只知年月的，按当月 1 日计"),
    Table.IN_POST: gettext_lazy("自任该职之日起的整年"),
    Table.CROSS: gettext_lazy("同时担任行政负责人的，为交叉任职"),
}
"""How a table counts, where its title does not say."""
UNITS: Mapping[Unit, Promise] = {Unit.PERSON: gettext_lazy("人"), Unit.POST: gettext_lazy("个岗位"), Unit.BODY: gettext_lazy("个组织")}
"""As the head of a column and under a picture; with a number before it `counted`."""
_ROW: Mapping[tuple[Table, str], Promise] = {
    (Table.GENDER, "男"): gettext_lazy("男"), (Table.GENDER, "女"): gettext_lazy("女"),
    (Table.SCHOOLING, "postgraduate"): gettext_lazy("研究生"), (Table.SCHOOLING, "undergraduate"): gettext_lazy("大学本科"),
    (Table.SCHOOLING, "college"): gettext_lazy("大专"), (Table.SCHOOLING, "secondary"): gettext_lazy("中专、高中"),
    (Table.SCHOOLING, "lower"): gettext_lazy("初中及以下"), (Table.SCHOOLING, OTHER): gettext_lazy("未能归类"),
    (Table.IN_PARTY, PROBATIONARY): gettext_lazy("预备党员"),
    (Table.TIME, "full"): gettext_lazy("专职"), (Table.TIME, "part"): gettext_lazy("兼职"),
    (Table.CROSS, "yes"): gettext_lazy("交叉任职"), (Table.CROSS, "no"): gettext_lazy("未交叉任职"),
}
_FILLED: Mapping[tuple[Whose, str], Promise] = {
    (Whose.SECRETARY, Filled.FULL): gettext_lazy("已配书记"), (Whose.SECRETARY, Filled.SHORT): gettext_lazy("书记空缺"),
    (Whose.COMMITTEE, Filled.FULL): gettext_lazy("满额"), (Whose.COMMITTEE, Filled.SHORT): gettext_lazy("委员缺额"),
    (Whose.COMMITTEE, Filled.NONE): gettext_lazy("不设委员会"),
}


def row(table: Table, code: str, whose: Whose, scales: Scales) -> str:
    """What a row is called."""
    if code == UNKNOWN:
        return _("资料未知")
    if table is Table.VACANCY:
        return str(_FILLED[whose, code])
    if table is Table.CAME_BY:
        return words.word(words.CAME_BY, code)
    if (table, code) in _ROW:
        return str(_ROW[table, code])
    bands = {Table.AGE: scales.age, Table.IN_PARTY: scales.in_party, Table.IN_POST: scales.in_post}[table]
    band = next(one for one in bands if one.code == code)
    return _ages(band) if table is Table.AGE else _years(band)


def _ages(band: Band) -> str:
    if band.most is None:
        return _("%(least)s 岁及以上") % {"least": band.least}
    if band.least == 0:
        return _("%(most)s 岁及以下") % {"most": band.most}
    return _("%(least)s 至 %(most)s 岁") % {"least": band.least, "most": band.most}


def _years(band: Band) -> str:
    if band.most is None:
        return _("满 %(least)s 年及以上") % {"least": band.least}
    if band.least == 0:
        return plural("不满 %(end)s 年", band.most + 1) % {"end": band.most + 1}
    return _("满 %(least)s 年不满 %(end)s 年") % {"least": band.least, "end": band.most + 1}


def counted(n: int, unit: Unit) -> str:
    """A number with what it counts: 33 人, 34 个岗位."""
    if unit is Unit.PERSON:
        return plural("%(n)s 人", n) % {"n": n}
    if unit is Unit.POST:
        return plural("%(n)s 个岗位", n) % {"n": n}
    return plural("%(n)s 个组织", n) % {"n": n}


def value(table: Table, entry: Entry, on: date) -> str:
    """What the register says that put an entry into its row; "" when it says nothing."""
    if table is Table.VACANCY and entry.body is not None:
        return _of_body(entry.body, entry.code)
    one = entry.posts[0]
    if table is Table.AGE:
        return _since(one.born_on, on, _("%(day)s 出生，%(n)s 周岁"), _("%(day)s 出生，不满 1 周岁"))
    if table is Table.IN_PARTY:
        return _("预备党员") if one.standing == Standing.PROBATIONARY else _since(
            one.full_member, on, plural_later("%(day)s 转正，满 %(n)s 年", "n"), _("%(day)s 转正，不满 1 年")
        )
    if table is Table.IN_POST:
        return _since(
            one.since.isoformat() if one.since else "", on,
            plural_later("%(day)s 起任职，满 %(n)s 年", "n"), _("%(day)s 起任职，不满 1 年"),
        )
    if table is Table.SCHOOLING:
        return one.education
    return "" if entry.code == UNKNOWN else _plain(table, one, entry.code)


def _plain(table: Table, one: Held, code: str) -> str:
    return words.word(words.CAME_BY, one.came_by) if table is Table.CAME_BY else str(_ROW[table, code])


def _since(day: str, on: date, told: str | Promise, less: str) -> str:
    """A day and the full years since; the day alone, where it gives none (no day, or still to come)."""
    years = full_years(day, on)
    return day if years is None else str((told if years else less) % {"day": day, "n": years})


def _of_body(one: Body, code: str) -> str:
    if one.recorded > 1:
        return _("书记有 %(n)s 种记载，尚未选定") % {"n": one.recorded}
    if one.seats is None or one.have is None:
        return ""
    told = plural("批准名额 %(seats)s 名，现有 %(have)s 名", one.seats) % {"seats": one.seats, "have": one.have}
    return told if code != Filled.NONE else ""


def posts(entry: Entry, names: Mapping[str, str]) -> str:
    """The posts that an entry holds among those chosen: 作业一队党支部 书记、组织委员；作业二队党支部 书记. names: of organisations, by key."""
    held: dict[str, list[str]] = {}
    for one in entry.posts:
        held.setdefault(one.organisation, []).append(words.word(words.POST, one.kind))
    if len(held) == 1:
        return listed(next(iter(held.values())))
    return clauses(_("%(name)s%(posts)s") % {"name": names[key], "posts": listed(said)} for key, said in held.items())
