"""The names that columns of registers and ledgers go by, in simplified characters and without spaces; the usual name first.

Headers are folded to this form before they are looked up (`ground/intake/layout.py`), so traditional characters, full-width
brackets and inner spaces need no row of their own. Of two columns that mean the same field, the name that stands earlier here
is read first.
"""

from __future__ import annotations

import re

from leadgoose.ground.intake.layout import Layout
from leadgoose.ground.search.scripts import simplify


def _fold(heading: str) -> str:
    # 批覆 is 批复, though 覆 alone (覆盖) stays 覆: a fold by characters cannot know
    return simplify(heading).replace("批覆", "批复")


_BAND = re.compile(r".*(党|黨)?支部(\(.*\)|委员会|委員會)?")

REGISTER_COLUMNS: dict[str, tuple[str, ...]] = {
    "seq": ("序号", "编号", "序", "号", "no", "顺序号", "排序"),
    "name": ("姓名", "党员姓名", "名字", "党员名字", "成员姓名"),
    "gender": ("性别",),
    "ethnicity": ("民族", "族别"),
    "birth_date": ("出生年月", "出生日期", "出生年月日", "出生时间", "出生", "生日", "出生日"),
    "id_number": ("身份证号", "身份证号码", "公民身份号码", "公民身份证号码", "公民身份证号", "居民身份证号码",
                  "居民身份证号", "居民身份证", "身份证件号码", "身份证件号", "身份号码", "身份证", "证件号码", "证件号"),
    "education": ("学历", "文化程度", "最高学历", "最终学历", "现学历", "学历层次", "文化水平", "教育程度", "受教育程度",
                  "全日制学历", "全日制教育学历", "在职学历", "在职教育学历"),
    "degree": ("学位", "最高学位", "学位名称", "全日制学位", "全日制教育学位", "在职学位", "在职教育学位"),
    "school": ("毕业院校", "毕业学校", "毕业院校系及专业", "毕业院校及专业", "毕业院校及系", "毕业院校系", "毕业院校专业",
               "毕业院校名称", "毕业学校及专业", "院校", "学校", "毕业院校系专业"),
    "major": ("专业", "所学专业", "专业名称", "所学专业名称", "毕业专业", "学历专业"),
    "work_start": ("参加工作时间", "参加工作日期", "参加工作年月", "参加工作", "参工时间", "参工日期", "工作时间",
                   "开始工作时间"),
    "joined_party": ("入党时间", "加入党组织日期", "入党日期", "加入党组织时间", "入党年月", "入党年月日",
                     "加入中国共产党日期", "加入中国共产党时间", "加入中共党组织日期", "加入中共党组织时间",
                     "加入党组织年月", "入党", "接收为预备党员日期", "接收为预备党员时间", "成为预备党员日期",
                     "成为预备党员时间"),
    "full_member": ("转正时间", "转为正式党员日期", "转正日期", "转为正式党员时间", "转为正式党员年月", "转正年月",
                    "转正年月日", "成为正式党员日期", "成为正式党员时间", "转为正式党员", "预备党员转正时间",
                    "预备党员转正日期", "党员转正时间", "转正"),
    "branch": ("所在党支部", "所属支部", "党支部", "所在支部", "所属党支部", "支部名称", "党支部名称", "组织关系所在支部",
               "组织关系所在党支部", "所在党组织", "所属党组织", "所在党组织名称", "所属党组织名称", "党组织名称", "支部",
               "党组织"),
    "party_post": ("党内职务", "党务职务", "支部职务", "党支部职务", "党内任职", "党组织职务", "党组织内职务",
                   "党内职务名称"),
    "admin_post": ("行政职务", "工作岗位", "职务", "现任职务", "岗位", "行政职务或岗位", "行政职务/岗位", "行政职务及岗位",
                   "职务/岗位", "职务或岗位", "工作岗位及职务", "现工作岗位", "岗位名称", "岗位职务", "工作职务",
                   "从事岗位", "工种", "职业"),
    "phone": ("联系电话", "手机号码", "手机", "手机号", "移动电话", "本人电话", "联系方式", "联络电话", "电话号码", "电话",
              "联系手机"),
    "status": ("党员类别", "人员类别", "党籍状态", "党员状态", "党员类型", "党员身份", "类别", "党籍", "政治面貌"),
}

LEDGER_COLUMNS: dict[str, tuple[str, ...]] = {
    "seq": ("序号", "编号", "序", "号", "no", "顺序号"),
    "branch": ("党支部名称", "支部名称", "党组织名称", "基层党组织名称", "党支部", "所在党支部", "所属党支部", "支部",
               "党组织", "基层党组织"),
    "founded_on": ("成立时间", "成立日期", "建立时间", "组建时间", "设立时间", "支部成立时间", "党支部成立时间",
                   "批准成立时间", "成立年月", "建立日期"),
    "elected_on": ("本届选举时间", "本届选举日期", "换届时间", "上次换届时间", "换届日期", "上次换届日期", "选举时间",
                   "选举日期", "换届选举时间", "换届选举日期", "上次选举时间", "上次换届选举时间", "本届换届时间",
                   "本届换届日期", "本届换届选举时间", "最近一次换届时间", "最近换届时间", "本届产生时间", "本届成立时间",
                   "本届委员会选举时间", "本届任期起始时间"),
    "years": ("任期", "任期年限", "任期年数", "本届任期", "任期年", "届期"),
    "expires_on": ("应换届时间", "届满时间", "应换届日期", "届满日期", "任期届满时间", "任期届满日期", "任期届满",
                   "到期时间", "到期日期", "任期到期时间", "应届满时间", "下次换届时间", "下次换届日期", "下届换届时间",
                   "届满"),
    "shifted_to": ("延期或提前至", "延期至", "提前至", "提前或延期至", "延期(提前)至", "延期提前至", "延期/提前至",
                   "延期或提前换届时间", "延期换届时间", "延期(提前)换届时间", "提前或延期换届时间", "批准换届时间",
                   "批准延期至", "延期或提前时间", "延期时间"),
    "reply_no": ("批复文号", "批复文件号", "批复文件", "批复号", "批准文号", "文号", "批复",
                 "上级批复文号"),
    "secretary": ("书记", "支部书记", "党支部书记", "书记姓名", "现任书记", "支部书记姓名", "党支部书记姓名"),
    "deputies": ("副书记", "支部副书记", "党支部副书记", "副书记姓名"),
    "members": ("委员", "支部委员", "支委", "党支部委员", "委员姓名", "其他委员", "支委会委员", "支委会成员",
                "支部委员会委员", "其他支委"),
    "note": ("备注", "说明", "备考"),
}

REGISTER = Layout(
    names=REGISTER_COLUMNS, anchors=(frozenset({"name", "id_number"}),), least=3,
    single=frozenset({"name", "id_number", "branch", "joined_party", "status"}),
    proof=frozenset({"id_number", "birth_date", "joined_party"}), spread="branch", band=_BAND, simplify=_fold)

LEDGER = Layout(
    names=LEDGER_COLUMNS, anchors=(frozenset({"branch"}), frozenset({"elected_on", "expires_on"})), least=3,
    single=frozenset({"branch", "elected_on", "secretary"}),
    proof=frozenset({"elected_on", "expires_on"}), spread="branch", band=_BAND, simplify=_fold)

SECRET_FIELDS = frozenset({"id_number", "phone"})
"""Fields that are masked in every workbook that leaves the house."""
