"""What the offline page is told besides names: kinds and their fields, thresholds and sentences of the rules, words in the reader's language.

The same goes into the file for branches without network. No name, no record, nothing of an account.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leadgoose.ground.bylaws.citing import cited
from leadgoose.ground.statutes import votes
from leadgoose.ground.statutes.sentences import template
from leadgoose.recordbook import words
from leadgoose.recordbook.actions.bundle import LEAST_PHRASE, TURNS
from leadgoose.recordbook.rules.devices import HELD_DAYS, LEAST_PIN, WRONG_PINS, offline_kinds
from leadgoose.recordbook.rules.entry import Close, Leave, Stand
from leadgoose.recordbook.rules.hints import ALL_AGREE, GRADES, RULES, WANTED, most_excellent
from leadgoose.recordbook.rules.kinds import KindRule, VoteKind, kind_rule
from leadgoose.recordbook.web.telling import lang

SHORT = ("-short", "")
CODES = (
    *(f"recordbook.before-{kind}" for kind in VoteKind), *(f"recordbook.committee-vote{end}" for end in SHORT),
    *(
        f"statutes.{code}{end}" for end in SHORT
        for code in ("resolution-quorum", "resolution-majority", "admission-quorum", "admission-majority", "committee-quorum")
    ),
)
"""The reasons that `frontend/verdict.js` gives; their words are those of the rules."""
THRESHOLDS: Mapping[VoteKind, tuple[votes.Threshold, votes.Threshold | None]] = {
    VoteKind.ORDINARY: (votes.RESOLUTION_QUORUM, votes.RESOLUTION_MAJORITY), VoteKind.ADMISSION: (votes.ADMISSION_QUORUM, votes.ADMISSION_MAJORITY),
    VoteKind.COMMITTEE: (votes.COMMITTEE_QUORUM, None),
}
MOST_PHOTOS = 4
"""Photos of one record on a device."""
FAULTS = ("end-first", "other", "too-many", "written-many", "due-before", "number", "long")
"""What cannot be so and is said on the device already; the server says the rest when the record arrives."""


def config() -> dict[str, Any]:
    """Everything, as JSON values, in the language of the request. No query."""
    spoken = lang()
    return {
        "lang": get_language() or "", "limits": {
            "days": HELD_DAYS, "pins": WRONG_PINS, "pin": LEAST_PIN, "phrase": LEAST_PHRASE, "turns": TURNS, "photos": MOST_PHOTOS,
        },
        "urls": {
            "page": reverse("recordbook.offline"), "contact": reverse("recordbook.contact_device"), "fill": reverse("recordbook.fill_device"),
            "sync": reverse("recordbook.sync_record"), "photo": reverse("recordbook.sync_photo"),
            "logIn": f"{reverse('accounts.log_in')}?next={reverse('recordbook.offline')}",
            "online": reverse("overview.home"),
        },
        "rules": {
            kind.value: {"quorum": _least(quorum), "majority": _least(majority), "cited": cited(quorum.rule).text}
            for kind, (quorum, majority) in THRESHOLDS.items()
        },
        "sentences": {code: template(code, spoken) for code in CODES},
        "kinds": [_kind(kind_rule(kind)) for kind in offline_kinds()],
        "stands": _pairs(words.STAND, (Stand.PRESENT, Stand.ONLINE)) + [[f"leave:{one}", f"{words.STAND[Stand.LEAVE]}·{words.LEAVE[one]}"] for one in Leave]
        + _pairs(words.STAND, (Stand.ABSENT,)),
        "observer": str(words.STAND[Stand.OBSERVER]), "closes": _pairs(words.CLOSE, Close), "votes": _pairs(words.VOTE, VoteKind),
        "ballots": {code: str(label) for code, label in words.BALLOT.items()},
        "faults": {code: str(words.FAULT_WORDS[code]) for code in FAULTS}, "hints": _hints(), "words": _words(),
    }


def _hints() -> dict[str, Any]:
    """The tables of `rules/hints.py` and its sentences; cited: by rule."""
    share = most_excellent()
    return {
        "allAgree": ALL_AGREE.pattern, "wanted": {kind.value: list(codes) for kind, codes in WANTED.items()}, "grades": list(GRADES), "rules": dict(RULES),
        "excellent": [share.numerator, share.denominator], "words": {code: str(text) for code, text in words.HINT_WORDS.items()},
        "cited": {one: cited(one).text for one in RULES.values()},
    }


def _least(one: votes.Threshold | None) -> list[Any] | None:
    return None if one is None else [one.numerator, one.denominator, one.or_equal]


def _pairs(named: Mapping[str, Promise], codes: Iterable[str]) -> list[list[str]]:
    return [[str(code), str(named[code])] for code in codes]


def _kind(rule: KindRule) -> dict[str, Any]:
    return {
        "kind": rule.kind.value, "label": str(words.KIND[rule.kind]), "expected": rule.expected.value, "votes": [one.value for one in rule.votes],
        "sittings": rule.sittings, "topics": rule.topics, "speeches": rule.speeches, "matters": rule.matters, "membersOnly": rule.members_only,
        "forYear": rule.for_year,
        "fields": [
            {"code": one.code, "label": str(words.FIELD[one.code]), "kind": one.kind.value, "choices": _pairs(words.CHOICE, one.choices)} for one in rule.fields
        ],
    }


def _words() -> dict[str, str]:
    """The page's own words; {n} and the like are filled in the browser."""
    return {
        # how it stands
        "here": _("已联网"), "away": _("没有网络，照常记录，联网后送出"), "logIn": _("登录已过期，请登录后送出"), "logInNow": _("去登录"),
        "denied": _("这个账号不能离线记录；由书记，或者受书记委托的人使用。"), "online": _("回到联网页面"),
        "insecure": _(
            "这个页面不是通过 HTTPS 打开的，浏览器不能加密保存内容，所以不能在这里离线记录。"
            "请在活动记录本的“离线、文件”里导出离线文件，用文件记录和交回。"
        ),
        "noStore": _("这个浏览器不能加密保存内容（可能是无痕窗口）。请用普通窗口打开，或者用离线文件记录。"), "update": _("离线页面有新版本。"),
        "updateNow": _("更新"), "installed": _("可以把这一页加到手机桌面，没有网络时从桌面打开。"), "install": _("加到桌面"),
        # preparing
        "prepare": _("准备这台设备"),
        "prepareWhy": _("有网络时准备一次：把本支部的姓名、计划和待落实事项加密存到这台设备，值班房没有网络时就能记录、点名、计票。"),
        "deviceName": _("设备名称"), "deviceHint": _("例如：值班手机。送出的记录会注明由哪台设备记录。"), "pin": _("设备密码"),
        "pinAgain": _("再输一次设备密码"), "pinHint": _("至少 {n} 位，不要用生日、工号。忘了不能找回，只能清除重来。"),
        "keep": _("送出以后留下名单，下次接着用（最多 {n} 天）"), "keepHint": _("不勾选的，全部送出后设备上的名单和密码一并清除。"),
        "prepareNow": _("存到这台设备"), "pinShort": _("设备密码至少 {n} 位。"), "pinDiffers": _("两次输入的设备密码不一样。"),
        "needNet": _("准备设备要有网络，现在连不上。"),
        # opening
        "open": _("打开"), "openTitle": _("输入设备密码"), "openFile": _("输入文件口令"), "phrase": _("文件口令"),
        "wrongPin": _("密码不对，还可以试 {n} 次；连错 {most} 次，设备上的内容全部清除。"),
        "wrongPhrase": _("口令不对，还可以试 {n} 次；连错 {most} 次，设备上的内容全部清除。"), "badPhrase": _("口令不对，或者文件不完整。"),
        "lock": _("锁定"),
        # what is held
        "held": _("这台设备上保存着什么"), "heldNames": _("姓名 {n} 个、计划和待落实事项；没有身份证号、电话和生日。"),
        "heldRecords": _("没有送出的记录 {n} 条。"), "heldNothing": _("没有没送出的记录。"), "heldUntil": _("还可保存 {n} 天，到期后下次打开这一页时清除。"),
        "clockBack": _("这台设备的时间往回调过（现在是 {now}）；保存期限只计往前走的时间，往回调不会延长。请核对设备时间。"), "limits": _("保护到什么程度"),
        "limit1": _("内容用 AES-GCM 加密；密钥由设备密码和本机一把不能导出的密钥共同保护，文件里没有明文姓名。"),
        "limit2": _("拿到手机的人如果能读出浏览器的全部文件，可以反复试短密码；六位数字挡不住有准备的人，宜用八位以上，字母数字混用。"),
        "limit3": _("打开以后，手机上的人都看得到；用完请锁定。手机本身中了木马的，这里保护不了。"),
        "limit4": _("清除由这一页执行；手机一直不打开这一页，内容就一直以密文留着。丢了手机，请在联网页面停用这台设备。"),
        "limit5": _("谈心谈话、困难帮扶不离线办理，这台设备上没有。"),
        "limit6": _("苹果手机上没有加到桌面的网页，七天不打开，系统会自行清除，没有送出的记录随之丢失；请先加到桌面，及时送出。"),
        "wipe": _("清除这台设备"),
        "wipeSure": _("没有送出的 {n} 条记录会丢失，不能找回。确定清除，请输入“{word}”。"), "wipeWord": _("清除"), "wipedByHand": _("已清除。"),
        "wipedPins": _("连错 {n} 次，设备上的内容已清除：姓名 {names} 个，没有送出的记录 {records} 条。"),
        "wipedDays": _("已满 {n} 天，设备上的内容已清除：姓名 {names} 个，没有送出的记录 {records} 条。"),
        "wipedSent": _("记录已全部送出，设备上的内容已清除。"),
        # the list
        "record": _("记录"), "planned": _("按计划记"), "noPlan": _("计划里没有待记录的活动。"), "other": _("记其他活动"),
        "start": _("开始记录"), "refresh": _("更新名单"), "refreshed": _("名单已更新。"), "mine": _("这台设备上的记录"),
        "draft": _("草稿"), "ready": _("待送出"), "refused": _("没有收下"), "edit": _("打开"), "drop": _("丢弃"),
        "dropSure": _("再点一次丢弃"), "send": _("现在送出"),
        "sentEntered": _("{label} {on}：已记入记录本，编号 {number}，凭据 {receipt}。"),
        "sentKnown": _("{label} {on}：先前已经收到，没有重复记入，编号 {number}。"),
        "sentBeside": _("{label} {on}：这次活动已有另一份记录，两份都保留，请联网后合并，编号 {number}。"), "sentLate": _("超过记录期限，记为补记。"),
        "see": _("查看"), "waits": _("还有 {n} 条没有送出，联网后再试。"), "exportTitle": _("用文件交回"),
        "exportWhy": _("一直没有网络的，把记好的记录导出成一个加密文件，由组织员或者书记在“离线、文件”里导入；重复导入不会重复记。"),
        "exportNow": _("导出记录"), "phraseAgain": _("再输一次口令"), "phraseShort": _("口令至少 {n} 个字符。"),
        "phraseDiffers": _("两次输入的口令不一样。"), "nothingReady": _("没有记好的记录可以导出。"),
        "exported": _("已导出 {n} 条。交回并导入以后，再清除这台设备。"),
        # the form
        "back": _("返回"), "finish": _("记好，等候送出"), "saved": _("已加密存在本机"), "head": _("时间和主题"), "on": _("日期"), "from": _("开始"),
        "until": _("结束"), "place": _("地点"), "title": _("主题"), "chair": _("主持人"), "recorder": _("记录人"), "byVideo": _("以视频方式召开"),
        "forYear": _("归属年度"), "group": _("党小组"), "sitting": _("第 {n} 场"), "moreSittings": _("倒班分场，再加一场"), "people": _("到会情况"),
        "photos": _("照片（不要求）"),
        "photosHint": _("最多 {n} 张，在本机缩小后加密保存，随记录送出；用文件交回的不带照片。"), "photo": _("照片"), "photoDrop": _("去掉"),
        "photoBad": _("这个文件不是照片，或者这个浏览器不能缩小照片。"), "photoNo": _("照片没有收下：{said}"),
        "takers": _("参加"), "unsaid": _("未记"), "expected": _("应到 {n} 人"), "expectedVoters": _("应到 {n} 人，其中有表决权 {voters} 人"),
        "heads": _("应到 {n}，实到 {present}"), "hint": _("提示"), "complete": _("齐"),
        "nothingMissing": _("该记的都有了。"), "proposed": _("拟"), "allPresent": _("都按到会列出，没到的改"), "note": _("请假原因"),
        "observers": _("列席的本支部党员"), "guests": _("其他列席人员"), "guestsHint": _("一人一行：姓名 职务 事由。"),
        "hostedAndGuests": _("其他支部党员、列席人员"),
        "hosted": _("其他支部的党员"),
        "hostedHint": _("一人一行：姓名 所在支部。这台设备没有其他支部的花名册，先记为列席；送出以后在记录页上核对，才记到本人所在支部。"),
        "items": _("上次议定的事"),
        "stays": _("继续办理"), "itemNote": _("说明"), "due": _("期限"), "itemDue": _("期限 {day}"), "topics": _("议题"),
        "topic": _("第 {n} 个议题"), "moreTopics": _("再加几个议题"), "byAndPapers": _("汇报人、材料"), "presenter": _("汇报人"), "papers": _("材料"),
        "papersHint": _("写名称，几份用顿号隔开。"),
        "speeches": _("发言"),
        "topicsAndSpeeches": _("议题和发言"), "who": _("发言人"), "point": _("说了什么"), "differs": _("不同意见"), "outside": _("名单外的，写姓名"),
        "moreSpeeches": _("再加几条发言"), "matters": _("决议事项"), "matter": _("第 {n} 项"), "vote": _("表决"), "all": _("全部赞成"),
        "sums": _("分别计票"), "noVote": _("不表决"), "voteKind": _("表决种类"), "secret": _("无记名投票"), "owner": _("责任人"), "check": _("检查日期"),
        "moreMatters": _("再加几项"), "howWritten": _("补记原因，抄自何处"), "reason": _("补记原因"), "copied": _("抄自何处"),
        "confirm": _("标有“拟”的内容已经核对"), "confirmFirst": _("请核对标有“拟”的内容，核对后勾选。"), "noDay": _("请填写活动日期。"),
        "noName": _("请给这台设备起个名字。"), "panel": _("核对"), "impossible": _("不可能"), "enough": _("够数"), "short": _("不够数"), "passed": _("通过"),
        "failed": _("未通过"), "matterIs": _("第 {n} 项："), "matterNoText": _("第 {n} 项有表决或者责任人，请写明决议事项。"),
        "refusedWhy": _("服务器没有收下：{said}"), "choose": _("请选择"),
    }
