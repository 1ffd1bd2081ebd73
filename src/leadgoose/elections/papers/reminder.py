"""The facts of the 提醒函, the reminder that a term runs out.

Texts are the office's own, in Simplified Chinese, set in the committee's script by `press.script`; they are no interface messages
and are not translated. Source of each step: the rule named beside it; its article is printed only where it was read or confirmed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from leadgoose.elections.papers.pen import grounds
from leadgoose.ground.bylaws.citing import cited
from leadgoose.ground.bylaws.settings import Settings
from leadgoose.ground.press.letter import Annex, Letter, Paragraph, day_in_words
from leadgoose.ground.press.printing import Imprint
from leadgoose.ground.press.script import fixed, say
from leadgoose.ground.statutes import language, rule
from leadgoose.ground.statutes.dates import add_months
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.queries.organisation import TermRow


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """What the letter says. no_committee None: unknown. Days are whole; contact and phone may be "": then they are left out."""

    branch: str
    kind: OrgKind
    no_committee: bool | None
    elected_on: date
    years: int
    expires_on: date
    shifted_to: date | None
    latest_on: date                                  # the day beyond which a postponement is as a rule not approved
    request_by: date
    request_months: int
    on: date                                         # the day of the letter
    issuer: str
    contact: str
    phone: str
    copies_to: str
    printed_by: str
    script: str

    @property
    def last_day(self) -> date:
        return self.shifted_to or self.expires_on

    @property
    def filled(self) -> int:
        """How many fields the system filled in, for the journal."""
        return sum(getattr(self, one.name) not in ("", None) for one in fields(self))


def reminder_facts(
    branch: str, kind: OrgKind, no_committee: bool | None, above: str, committee: str, term: TermRow, settings: Settings, on: date
) -> ReminderFacts:
    """The letter's facts for a term on a day.

    above: the general branch that gets a copy, or ""; committee: the top committee's name.
    """
    later = rule("elec-shift-limit").integer("max_shift_later")
    issuer = settings.issuer or committee
    return ReminderFacts(
        branch=branch, kind=kind, no_committee=no_committee, elected_on=term.elected_on, years=term.years,
        expires_on=term.expires_on, shifted_to=term.shifted_to, latest_on=add_months(term.expires_on, later),
        request_by=add_months(term.last_day, -settings.request_months), request_months=settings.request_months,
        on=on, issuer=issuer, contact=settings.contact, phone=settings.phone,
        copies_to="、".join(one for one in (above, settings.copies_to) if one), printed_by=settings.printed_by or issuer,
        script=settings.script,
    )


def missing(facts: ReminderFacts) -> list[str]:
    """What the letter lacks, by the name of the setting that fills it."""
    return [name for name in ("contact", "phone") if not getattr(facts, name)]


def reminder(facts: ReminderFacts, imprint: Imprint) -> Letter:
    """The letter on the day it is sent."""
    script = facts.script
    contacts = (("联系人：%(value)s", facts.contact), ("电话：%(value)s", facts.phone))
    contact = "，".join(say(text, script, value=value) for text, value in contacts if value)
    return Letter(
        issuer=facts.issuer, year=facts.on.year, title=(fixed("关于做好换届选举工作的提醒函", script),),
        addressee=facts.branch,
        body=tuple(_body(facts)), signed_on=facts.on, annotation=contact, annexes=(_annex(facts),), copies_to=facts.copies_to,
        printed_by=facts.printed_by, script=script, imprint=imprint,
    )


def draft(letter: Letter) -> Letter:
    """The same before it is sent: marked, undated, without a receipt."""
    mark = fixed("草稿，未发出", letter.script)
    return replace(letter, signed_on=None, draft=mark, imprint=replace(letter.imprint, receipt=""))


# --- the text ---


def _body(facts: ReminderFacts) -> list[Paragraph]:
    script = facts.script
    you = "你总支" if facts.kind is OrgKind.GENERAL_BRANCH else "你支部"
    values = {
        "elected": day_in_words(facts.elected_on), "years": facts.years, "expires": day_in_words(facts.expires_on),
        "shifted": day_in_words(facts.last_day), "latest": day_in_words(facts.latest_on), "on": day_in_words(facts.on),
        "request": day_in_words(facts.request_by), "months": facts.request_months,
        "branch_article": cited("elec-reminder-six-months", language(script)).place,
        "term_article": cited("elec-term-on-time", language(script)).place,
    }

    def paragraph(text: str, lead: str = "") -> Paragraph:
        return Paragraph(say(text, script, **values), fixed(lead, script), 1 if lead else 0)

    opening = f"{you}{_whose(facts)}于%(elected)s选举产生，任期%(years)s年，{_state(facts)}"
    grounds = (
        "根据《中国共产党支部工作条例（试行）》（以下简称《支部工作条例》）%(branch_article)s、《中国共产党基层组织选举工作条例》"
        "（以下简称《选举工作条例》）%(term_article)s等规定，现就换届选举工作提醒如下。"
    )
    late = facts.on > facts.request_by
    request = "请尽快研究并报送换届请示" if late else "请在%(request)s前（届满前%(months)s个月）研究并报送换届请示"
    return [
        paragraph(opening + grounds),
        paragraph(
            "任期届满应当按期换届。因故需要延期或者提前换届的，应当报上级党组织批准；"
            "延期或者提前的期限一般不超过1年，其中延期一般不晚于%(latest)s。", "一、按期换届。"),
        paragraph(f"{request}；候选人预备人选另行请示，批复后召开党员大会进行选举。", "二、提前请示。"),
        paragraph("主要步骤、责任主体、时间和依据见附件，请逐项对照办理，做好记录。", "三、按程序办理。"),
        paragraph(
            "党员人数、组织设置有变化，或者书记、委员有空缺的，请在请示中一并说明。"
            f"上述任期与{you}掌握的情况不一致的，请及时告知联系人。", "四、核对情况。"),
        paragraph("特此提醒。"),
    ]


def _whose(facts: ReminderFacts) -> str:
    """What was elected: the committee, the secretary where there is none, neither named where that is unknown."""
    if facts.kind is OrgKind.GENERAL_BRANCH or facts.no_committee is False:
        return "本届委员会"
    return "本届书记" if facts.no_committee else "本届"


def _state(facts: ReminderFacts) -> str:
    if facts.shifted_to is not None:
        over = facts.on > facts.shifted_to
        word = "延期" if facts.shifted_to > facts.expires_on else "提前"
        return f"按期应于%(expires)s届满，经批准{word}至%(shifted)s换届" + ("，现已到期。" if over else "。")
    if facts.on > facts.expires_on:
        return "已于%(expires)s届满；截至%(on)s，换届台账中没有新一届的记录。"
    return "将于%(expires)s届满。"


Step = tuple[str, str, str, tuple[str, ...]]         # what, who, when, rules


def _annex(facts: ReminderFacts) -> Annex:
    rows = []
    for number, (what, who, when, rules) in enumerate(_steps(facts), 1):
        texts = [fixed(one, facts.script) for one in (what, who, when)]
        rows.append((str(number), *texts, grounds(rules, facts.script), ""))
    heads = tuple(fixed(one, facts.script) for one in ("序号", "事项", "由谁办", "时间", "依据", "办理日期"))
    note = "日期按本届届满日期推算；上级党组织批复另有要求的，以批复为准。条号待核的，办理时请查对正式文本。"
    title = fixed("换届选举主要步骤表", facts.script)
    return Annex(title, heads, (0.9, 3.3, 1.8, 2.1, 2.7, 1.5), tuple(rows), (fixed(note, facts.script),))


def _steps(facts: ReminderFacts) -> Sequence[Step]:
    general = facts.kind is OrgKind.GENERAL_BRANCH
    alone = bool(facts.no_committee) and not general
    committee = "总支部委员会" if general else "支部书记" if alone else "支部委员会"
    request = facts.request_by.isoformat() + "前" if facts.on <= facts.request_by else "尽快"
    last = facts.last_day.isoformat() + "前" if facts.on <= facts.last_day else "批复确定的日期"
    steps: list[Step] = [
        ("研究换届工作：时间、职数、选举方式", committee, request, ("branch-committee-before-meeting",)),
        ("向上级党组织报送换届请示", committee, request, ("elec-approval-before",)),
        ("核对有选举权的党员和应到会人数", committee, "党员大会前", ("elec-rights-full-members",)),
    ]
    if alone:
        what = "党员酝酿提出书记候选人，报上级党组织审查"
        steps.append((what, "全体党员", "党员大会前", ("elec-no-committee-nomination",)))
    else:
        what = "提出委员候选人，差额不少于应选人数的百分之二十，报上级党组织审查"
        steps.append((what, committee, "党员大会前", ("elec-margin-20", "elec-nomination-branch")))
    steps += [
        ("通过选举办法", "党员大会", "选举当日", ("elec-method-adopted",)),
        ("到会有选举权的党员不少于应到会的五分之四，无记名投票选举", "党员大会", last,
         ("elec-quorum-four-fifths", "elec-secret-ballot")),
    ]
    if not alone:
        steps.append(("选举书记、副书记", "新一届" + committee, "党员大会后", ("elec-secretary-by-committee",)))
        steps.append((
            "报告选举结果：书记、副书记报批，委员报备案", "新一届" + committee, "选举后",
            ("elec-report-secretary-approved", "elec-report-members-filed"),
        ))
    else:
        steps.append(("报告选举结果：书记、副书记报批", "支部书记", "选举后", ("elec-report-secretary-approved",)))
    return steps
