"""Every problem's sentence: what is wrong and what to do. Placeholders never receive an ID number or a phone."""

from __future__ import annotations

from leadgoose.ground.intake.idnumber import Fault
from leadgoose.ground.intake.problems import gettext_noop

ID_TRUNCATED = gettext_noop("身份证号存成了数字，末几位已丢失，请把单元格设为文本后重新录入 18 位号码")
ID_FAULTS = {
    Fault.LENGTH: gettext_noop("身份证号有 %(length)s 位，应为 18 位，请核对后重新录入"),
    Fault.LETTERS: gettext_noop("身份证号里有数字和末位 X 以外的字符，请核对后重新录入"),
    Fault.BIRTH: gettext_noop("身份证号第 7 至 14 位不是一个日期，请核对后重新录入"),
    Fault.CHECK: gettext_noop("身份证号校验码不对，至少有一位录错，请对照身份证重新录入"),
}
ID_MASKED = gettext_noop("身份证号仍是遮盖的样子，请录入 18 位号码")
ID_DUPLICATE = gettext_noop("身份证号与“%(sheet)s”第 %(row)s 行（%(name)s）相同，请核对是重复登记还是录错")
BIRTH_MISMATCH = gettext_noop("出生日期 %(written)s 与身份证号里的 %(by_id)s 不一致，请核对哪一个有误")
GENDER_MISMATCH = gettext_noop("性别“%(written)s”与身份证号第 17 位表示的“%(by_id)s”不一致，请核对哪一个有误")
GENDER_UNKNOWN = gettext_noop("性别写的是“%(written)s”，请改为男或女")
DATE_UNREADABLE = gettext_noop("从“%(written)s”读不出日期，请按 1985-03-12 的样子录入")
DAY_MISSING = gettext_noop("“%(written)s”没有具体到日，请按 2024-08-27 的样子录入")
DATE_EMPTY = gettext_noop("没有填写日期，请按 2024-08-27 的样子录入")
FULL_BEFORE_JOINED = gettext_noop("转正日期 %(full)s 早于入党日期 %(joined)s，请核对是否填反或录错")
REQUIRED_MISSING = gettext_noop("没有填写%(field)s，请补上")
COLUMN_MISSING = gettext_noop("表中没有“%(field)s”这一列，请补上该列")
STATUS_UNKNOWN = gettext_noop("从“%(written)s”看不出是正式党员还是预备党员，请改为其中之一")
YEARS_UNREADABLE = gettext_noop("从“%(written)s”读不出任期年数，请填 3 或 5 这样的数字")

BRANCH_UNKNOWN = gettext_noop("花名册里没有“%(branch)s”，请核对名称，或指明它是哪一个支部")
PERSON_UNKNOWN = gettext_noop("“%(name)s”不在花名册的%(branch)s名下，请核对姓名或先补入花名册")
PERSON_AMBIGUOUS = gettext_noop("%(branch)s有 %(count)s 名党员叫“%(name)s”，请注明是哪一位")
EXPIRY_MISMATCH = gettext_noop(
    "表中写 %(written)s，按选举日 %(elected)s 加任期 %(years)s 年应为 %(by_rule)s，以计算结果为准，请核对")
SHIFT_TOO_LONG = gettext_noop("延至 %(shifted)s，超过届满日 %(expires)s 一年以上，延期一般不超过一年，请核对批复")
SHIFT_WITHOUT_REPLY = gettext_noop("延期或提前至 %(shifted)s，但没有批复文号，请补上文号")

NO_HEADER_REGISTER = gettext_noop(
    "没有找到表头：应有一行写着姓名、身份证号、入党时间等列名，请补上表头，文字是乱码的请另存为 .xlsx")
NO_HEADER_LEDGER = gettext_noop(
    "没有找到表头：应有一行写着党支部名称、本届选举时间、书记等列名，请补上表头，文字是乱码的请另存为 .xlsx")

CODE_NAMES = {
    "id-number-truncated": gettext_noop("身份证号丢失末位"),
    "id-number-checksum": gettext_noop("身份证号有误"),
    "id-number-duplicate": gettext_noop("身份证号重复"),
    "birth-date-mismatch": gettext_noop("出生日期不符"),
    "gender-mismatch": gettext_noop("性别不符"),
    "date-unreadable": gettext_noop("日期读不出"),
    "full-before-joined": gettext_noop("转正早于入党"),
    "required-missing": gettext_noop("必填项空缺"),
    "branch-unknown": gettext_noop("支部不在花名册"),
    "person-unknown": gettext_noop("人员不在花名册"),
    "person-ambiguous": gettext_noop("同名，不知是谁"),
    "expiry-mismatch": gettext_noop("届满日不符"),
    "shift-too-long": gettext_noop("延期超过一年"),
    "shift-without-reply": gettext_noop("延期无批复文号"),
}
