"""Setting what a committee may set about itself, and confirming an article number. Both are journaled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.roles import PLATFORM
from leadgoose.ground.bylaws import queries
from leadgoose.ground.bylaws.models import CommitteeSetting, ConfirmedArticle, LocalValue
from leadgoose.ground.bylaws.rules import local
from leadgoose.ground.bylaws.settings import BY_NAME, EARLIEST, SEALED, Refused, clean
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.statutes import rule
from leadgoose.ground.statutes.dates import add_years
from leadgoose.ground.statutes.language import language
from leadgoose.ground.statutes.sentences import say
from leadgoose.ground.vault.actions import seal_many

ARTICLE = re.compile(r"[1-9]\d{0,2}(-[1-9]\d{0,2})?")


class Refusals(ValueError):
    """Values that were refused: the sentence for each field, none of them stored."""

    def __init__(self, fields: Mapping[str, str | Promise]) -> None:
        super().__init__(", ".join(fields))
        self.fields = dict(fields)


@transaction.atomic
def set_committee(top_key: str, values: Mapping[str, str], basis: str, *, by: Actor, at: datetime) -> Receipt | None:
    """Set some of a committee's settings (texts by name); Refusals names every field that is wrong and stores nothing.

    Only what differs is stored and journaled; None when nothing differs. A new start needs a basis, because it decides from
    which day duties count.
    """
    permit = by.require("bylaws.set_committee", {top_key})
    on = timezone.localdate(at)
    before = queries.stored(top_key)
    wanted, refused = {}, {}
    for name, text in values.items():
        try:
            wanted[name] = clean(name, text, on=on)
        except Refused as no:
            refused[name] = no.said
    basis = " ".join(basis.split())
    changed = {name: text for name, text in wanted.items() if text != before.get(name, "")}
    if len(basis) > 200:
        refused["basis"] = _("太长，最多 %(most)s 个字。") % {"most": 200}
    if "start_on" in changed and not basis:
        refused["basis"] = _("改启用日期要写明依据。")
    if refused:
        raise Refusals(refused)
    if not changed:
        return None
    hidden = [name for name in changed if name in SEALED]
    kept = {**changed, **dict(zip(hidden, seal_many((top_key, name, changed[name]) for name in hidden), strict=True))}
    CommitteeSetting.objects.bulk_create(
        CommitteeSetting(top_key=top_key, name=name, value=text, valid_from=on, basis=basis, recorded_at=at, recorded_by=by.login)
        for name, text in kept.items()
    )
    words = {"basis": basis, **{name: text for name, text in changed.items() if BY_NAME[name].kind == "text"}}
    act = Act(
        name="CommitteeSet", valid_on=on, top_key=top_key, org_key=top_key, role=permit.role or "",
        facts={"names": sorted(changed), "set": {name: text for name, text in changed.items() if name not in words}},
        personal={top_key: words}, typed=len(changed) + bool(basis),
    )
    return record(act, by=by, at=at)


@transaction.atomic
def set_local(top_key: str, rule_id: str, name: str, text: str, valid_from: date, basis: str, *, by: Actor, at: datetime) -> Receipt:
    """Set a number of a rule for a committee from a day on (journal: LocalValueSet); "" goes back to the shipped one.

    Refused below a must, outside the bounds, or without a basis. The caller lets what is due be computed anew. KeyError for a
    parameter that may not be set.
    """
    permit = by.require("bylaws.set_local", {top_key})
    on = timezone.localdate(at)
    one = local.find(rule_id, name)
    if one is None:
        raise KeyError(f"{rule_id}.{name} may not be set")
    refused: dict[str, str | Promise] = {}
    value, text, basis = None, text.strip(), " ".join(basis.split())
    if text:
        value = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
        judged = local.judge(one, value)
        if not judged.ok:
            refused["value"] = say(judged.stops[0] if judged.stops else judged.reasons[0], language(get_language() or ""))
    if not EARLIEST <= valid_from <= add_years(on, 1):
        refused["valid_from"] = _("起始日期请填 1990-01-01 至一年以内的日期。")
    if not basis:
        refused["basis"] = _("请写明依据：文号，或者会议名称和日期。")
    elif len(basis) > 200:
        refused["basis"] = _("太长，最多 %(most)s 个字。") % {"most": 200}
    if refused:
        raise Refusals(refused)
    LocalValue.objects.create(
        top_key=top_key, rule=rule_id, name=name, value=value, valid_from=valid_from, basis=basis, recorded_at=at, recorded_by=by.login,
    )
    act = Act(
        name="LocalValueSet", valid_on=valid_from, top_key=top_key, org_key=top_key, role=permit.role or "", typed=3,
        facts={"rule": rule_id, "name": name, "value": -1 if value is None else value, "shipped": rule(rule_id).integer(name)},
        personal={top_key: {"basis": basis}},
    )
    return record(act, by=by, at=at)


@transaction.atomic
def confirm_article(rule_id: str, article: str, edition: str, *, by: Actor, at: datetime) -> Receipt:
    """Record that somebody compared an article number with a copy of the official text (journal: ArticleConfirmed); from now on it is printed.

    article "": the confirmation is taken back (ArticleUnconfirmed). edition: the copy compared with, or why it is taken back. KeyError when there is
    no such rule, Refusals when the number is none, nothing says which copy, or there is nothing to take back.
    """
    permit = by.require("bylaws.confirm_article", by.mine)
    known, article, edition = rule(rule_id), article.strip(), " ".join(edition.split())
    refused: dict[str, str | Promise] = {}
    if article and not ARTICLE.fullmatch(article):
        refused["article"] = _("请用数字填写条号，例如 19 或 39-40。")
    elif not article and not queries.confirmation(rule_id):
        refused["article"] = _("这一条还没有核对过的条号，无可收回。")
    if not edition:
        refused["edition"] = _("请写明对照的是哪一份文本；收回的写明原因。")
    elif len(edition) > 120:
        refused["edition"] = _("太长，最多 %(most)s 个字。") % {"most": 120}
    if refused:
        raise Refusals(refused)
    on = timezone.localdate(at)
    ConfirmedArticle.objects.create(
        rule=known.id, article=article, edition=edition, key=permit.key, confirmed_on=on, confirmed_by=by.login, recorded_at=at
    )
    queries.forget_confirmed()
    transaction.on_commit(queries.forget_confirmed)      # another thread may have read the old ones meanwhile
    name, facts = ("ArticleConfirmed", {"article": article}) if article else ("ArticleUnconfirmed", {})
    act = Act(
        name=name, valid_on=on, org_key="" if permit.key == PLATFORM else permit.key, role=permit.role or "",
        facts={"rule": known.id, "shipped": known.article, **facts},
        personal={permit.key: {"edition": edition}}, typed=2 if article else 1,
    )
    return record(act, by=by, at=at)
