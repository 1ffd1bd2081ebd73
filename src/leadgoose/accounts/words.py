"""Codes of accounts and roles in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from leadgoose.accounts.rules.grants import Refusal
from leadgoose.ground.access.roles import Role

ROLES: dict[Role, Any] = {
    Role.PLATFORM_ADMIN: _("平台管理员"),
    Role.SECURITY_OFFICER: _("安全管理员"),
    Role.AUDITOR: _("审计员"),
    Role.CLERK: _("组织员"),
    Role.ENVOY: _("督导员"),
    Role.SECRETARY: _("党支部书记"),
    Role.COMMITTEE_MEMBER: _("支委"),
    Role.MEMBER: _("党员"),
    Role.UNIT_HEAD: _("行政负责人"),
    Role.READER: _("只读领导"),
}

REFUSALS: dict[Refusal, Any] = {
    Refusal.OWN_ACCOUNT: _("不能给本人授予或结束角色，请由另一位有权限的人办理。"),
    Refusal.CLOSED: _("这个账号已经停用。"),
    Refusal.NO_SUCH_PLACE: _("没有这个组织或单位，请从列表中选择。"),
    Refusal.NOT_GRANTED: _("这个角色不由人授予。"),
    Refusal.PLATFORM_ROLE_IN_COMMITTEE: _("平台角色只授予平台账号，不能与党委的角色兼任。"),
    Refusal.COMMITTEE_ROLE_ON_PLATFORM: _("平台账号不能担任党委内的角色，请另开党委的账号。"),
    Refusal.OTHER_COMMITTEE: _("只能授予本党委范围内的角色。"),
    Refusal.ANOTHER_PLATFORM_ROLE: _("平台管理员、安全管理员、审计员由三人分任；担任过其一的账号不再担任另一个。"),
    Refusal.HELD_ALREADY: _("这个账号已经担任这个角色。"),
    Refusal.UNIT_ROLE_ELSEWHERE: _("行政负责人在生产单位担任，请选择单位。"),
    Refusal.PARTY_ROLE_ON_UNIT: _("这个角色在党组织担任，请选择组织。"),
}

ACCOUNT_PROBLEMS: dict[str, Any] = {
    "bad_login": _("登录名为 3 至 40 个小写字母、数字或 . _ -，以字母开头。"),
    "login_taken": _("这个登录名已经有人用了。"),
    "bad_name": _("请填写姓名，不超过 60 个字。"),
    "no_such_member": _("花名册中没有这名党员，请重新查找。"),
    "has_account": _("这名党员已经有账号。"),
    "own_account": _("不能停用本人的账号。"),
    "closed": _("这个账号已经停用。"),
    "committee_taken": _("已经有这个名称的党委。"),
    "bad_committee": _("请填写党委名称，不超过 80 个字。"),
}

PASSWORD_PROBLEMS: dict[str, Any] = {
    "wrong": _("现在的密码不对。"),
    "same": _("新密码不能与现在的相同。"),
    "holds_login": _("新密码不能包含登录名。"),
    "differ": _("两次填写的新密码不一致。"),
}
