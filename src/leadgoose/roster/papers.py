"""The facts of the register's printed documents. Today: 办理依据单, the basis sheet of one act about a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.roster.models import Deed, Organisation, Person, PersonFact


@dataclass(frozen=True, slots=True)
class Sheet:
    """One A4 page: what `press.printing.list_paper` prints. A column is (head, share of the width, is a number)."""

    title: str
    subtitle: str
    columns: tuple[tuple[str, float, bool], ...]
    rows: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    receipt: str


def name_of(person: Person, on: date) -> str:
    """The person's name as the register has it on a day, or the last one known; "" while unknown. One query."""
    rows = PersonFact.objects.known().filter(person=person).order_by("valid_from", "pk")
    names = [(row.valid_from, row.name) for row in rows]
    return next((name for day, name in reversed(names) if day <= on), names[0][1] if names else "")


def basis_sheet(deed: Deed, name: str, basis: str, label: str) -> Sheet:
    """What was done, with whom, from when, on which basis, with what effect; places to sign."""
    places = dict(Organisation.objects.filter(key__in=[deed.org_key, str(deed.told.get("to", ""))]).values_list("key", "name"))
    rows = [
        (_("办理事项"), label), (_("姓名"), name), (_("党支部"), places.get(deed.org_key, "")),
        (_("生效日期"), deed.valid_on.isoformat()), (_("依据"), basis or _("资料未知")),
    ]
    if deed.told.get("to") and deed.told["to"] != deed.org_key:
        rows.append((_("转入党支部"), places.get(str(deed.told["to"]), "")))
    if deed.told.get("until"):
        rows.append((_("期满日期"), str(deed.told["until"])))
    ended = sum(1 for name, _pk in deed.retracted if name == "Post")
    if ended:
        rows.append((_("同时终止的职务"), _("%(n)s 项") % {"n": ended}))
    rows += [(_("登记时间"), timezone.localtime(deed.recorded_at).strftime("%Y-%m-%d %H:%M")), (_("登记人"), deed.recorded_by)]
    if deed.reversed_at is not None:
        rows.append((_("状态"), _("%(day)s 已撤销") % {"day": timezone.localdate(deed.reversed_at).isoformat()}))
    rows += [(_("经办人签字"), ""), (_("审核人签字"), ""), (_("党组织盖章"), "")]
    receipt = f"{deed.receipt_number}-{deed.receipt_hash[:16]}"
    return Sheet(_("办理依据单"), f"{label}　{name}", ((_("项目"), 1.0, False), (_("内容"), 4.0, False)), tuple(rows), (), receipt)
