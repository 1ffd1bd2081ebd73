"""What the codes of training are called on pages, in the reader's language. The model's own texts come from its data."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.press.script import fixed
from leadgoose.ground.statutes.language import language
from leadgoose.training.rules.competency import Anchor, Behaviour, Dimension, Model, Role
from leadgoose.training.rules.levels import Confidence, Kind

ROLE: Mapping[str, Promise] = {
    Role.DEMONSTRATION: _("示范书记"), Role.SECRETARY: _("书记"), Role.NEW_SECRETARY: _("新任书记"), Role.DEPUTY: _("副书记"),
    Role.MEMBER: _("支委"), Role.RESERVE: _("优秀党员（后备）"),
}
KIND: Mapping[str, Promise] = {
    Kind.OWN: _("自评"), Kind.COLLEAGUE: _("同事评价"), Kind.SUPERIOR: _("上级评价"), Kind.TEST: _("测试"), Kind.EXERCISE: _("沙盘演练"),
    Kind.CERTIFICATE: _("证书"),
}
CONFIDENCE: Mapping[str, Promise] = {Confidence.LOW: _("低"), Confidence.MEDIUM: _("中"), Confidence.HIGH: _("高")}
WAY: Mapping[str, Promise] = {
    "page": _("网页"), "sheet": _("纸质表录入"), "import": _("Excel 导入"), "test": _("题库测试"), "session": _("培训班次"),
    "certificate": _("证书"), "": _("网页"),
}
MARK: Mapping[str, Promise] = {"reserve": _("优秀党员（后备）"), "demonstration": _("示范书记")}


def said(one: Anchor | Behaviour | Dimension) -> str:
    """The name of a part of the model: shipped English in English, else the committee's Chinese in the reader's script."""
    return text(one.name, one.english)


def text(chinese: str, english: str = "") -> str:
    spoken = language(get_language() or "zh-hans")
    if spoken == "en":
        return english or chinese
    return fixed(chinese, spoken)


def dimension_names(model: Model) -> dict[str, str]:
    """Names of dimensions and behaviours by id."""
    behaviours = {one.id: said(one) for dimension in model.dimensions for one in dimension.behaviours}
    return {one.id: said(one) for one in model.dimensions} | behaviours
