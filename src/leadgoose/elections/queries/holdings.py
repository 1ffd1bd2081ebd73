"""What elections hold about one person: candidacies, roll calls, what they did at the count. Sums only; no vote of anybody is known."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leadgoose.elections.models import Candidate, Declaration, Exclusion, Meeting, Proof, Sheet, Watcher
from leadgoose.ground.holdings import Held, Whose
from leadgoose.ground.listed import plural
from leadgoose.ground.statutes.language import language
from leadgoose.ground.statutes.sentences import template


def held(whose: Whose) -> Iterator[Held]:
    """Seven queries."""
    posts = {"committee": _("委员"), "secretary": _("书记"), "deputy": _("副书记")}
    for one in Candidate.objects.filter(person_id=whose.pk).select_related("election__organisation").order_by("pk"):
        state = _("当选") if one.elected_on else _("已退出") if one.dropped_on else _("正式候选人") if one.official_on else _("提名、酝酿中")
        told = _("%(place)s %(kind)s，%(post)s候选人，%(state)s") % {
            "place": one.election.organisation.name, "kind": _kind(one.election.kind), "post": posts[one.post], "state": state}
        yield Held("elections.Candidate.post", told, "election", timezone.localdate(one.recorded_at), str(one.pk), one.recorded_by)
    proofs = Proof.objects.filter(candidate__person_id=whose.pk, retracted_at=None).count()
    if proofs:
        yield Held("elections.Proof.text_sealed", plural("介绍候选人的材料 %(n)s 条，印在候选人情况简介上", proofs) % {"n": proofs}, "election")
    rows = Exclusion.objects.filter(person_id=whose.pk, retracted_at=None).select_related("meeting__election__organisation").order_by("pk")
    for out in rows:
        told = _("%(place)s %(day)s 的会议不计入应到会；原因封存，任何页面都不显示") % _meeting(out.meeting)
        yield Held("elections.Exclusion.grounds_sealed", told, "election", timezone.localdate(out.recorded_at), str(out.pk), out.recorded_by)
    rolls = Declaration.objects.filter(in_room__icontains=f'"{whose.key}"', retracted_at=None).select_related("meeting__election__organisation").order_by("pk")
    for roll in rolls:
        yield Held("elections.Declaration.in_room", _("%(place)s %(day)s 的会议，清点时在场") % _meeting(roll.meeting), "election",
                   timezone.localdate(roll.recorded_at), str(roll.pk), roll.recorded_by)
    chosen = {"scrutineer": _("监票人"), "counter": _("计票人")}
    for watcher in Watcher.objects.filter(person_id=whose.pk, retracted_at=None).select_related("meeting__election__organisation").order_by("pk"):
        told = _("%(place)s %(day)s 的会议，%(role)s") % {**_meeting(watcher.meeting), "role": chosen[watcher.role]}
        yield Held("elections.Watcher.role", told, "election", timezone.localdate(watcher.recorded_at), str(watcher.pk), watcher.recorded_by)
    sheets = Sheet.objects.filter(person_id=whose.pk).count()
    if sheets:
        yield Held("elections.Sheet.person", plural("经手的计票单 %(n)s 张，只有各人得票的合计", sheets) % {"n": sheets}, "election")
    for chaired in Meeting.objects.filter(chair_id=whose.pk).select_related("election__organisation").order_by("pk"):
        yield Held("elections.Meeting.chair", _("%(place)s %(day)s 的会议，主持") % _meeting(chaired), "election", chaired.on, chaired.key, chaired.recorded_by)


def _meeting(meeting: Meeting) -> dict[str, str]:
    return {"place": meeting.election.organisation.name, "day": meeting.on.isoformat()}


def _kind(code: str) -> str:
    return template(f"elections.kind-{code}", language(get_language() or ""))
