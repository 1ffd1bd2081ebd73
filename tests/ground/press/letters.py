"""A letter to measure: full lines of 28 characters, headings, an attachment, names with rare characters."""

from __future__ import annotations

from datetime import date
from typing import Any

from leadgoose.ground.press.letter import Annex, Letter, Paragraph
from leadgoose.ground.press.printing import Imprint

RARE = "喆堃赟珺𬭎旻昇翀祎玥"
"""Given names that GB 2312 does not have."""


def letter(**changes: Any) -> Letter:
    plain: dict[str, Any] = {
        "issuer": "示例油田工程技术处党委",
        "year": 2026,
        "title": ("关于做好换届选举工作的提醒函",),
        "addressee": "作业三队党支部",
        "body": (
            Paragraph("党" * 400),
            Paragraph("任期届满应当按期进行换届选举。" * 3, "一、按期换届。", 1),
            Paragraph("支部委员会研究后报送请示。" * 3, "（一）研究。", 2),
            Paragraph(f"联系人为{RARE}。"),
        ),
        "signed_on": date(2026, 11, 3),
        "annotation": f"联系人：{RARE[:2]}，电话：0999-1234567",
        "annexes": (Annex("主要步骤表", ("序号", "事项"), (1, 5), (("1", "召开党员大会"), ("2", "报告结果")), ("附注。",)),),
        "copies_to": "党委组织部",
        "printed_by": "示例油田工程技术处党委办公室",
        "imprint": Imprint("本系统为非涉密系统，严禁处理国家秘密", "赵组织", "2026-11-03 10:00", "17-3f2a99ab12cd34ef"),
    }
    return Letter(**{**plain, **changes})
