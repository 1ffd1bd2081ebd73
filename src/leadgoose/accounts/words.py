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
    "no_post": _("勾选的人里有的已经不任职，或者已经有账号。请刷新本页再选。"),
    "bad_prefix": _("登录名的开头为 2 至 20 个小写字母，不含数字。"),
    "nobody": _("请至少勾选一人。"),
    "too_many": _("一次最多办 100 人，请分几次办。"),
    "committee_taken": _("已经有这个名称的党委。"),
    "bad_committee": _("请填写党委名称，不超过 80 个字。"),
}

PASSWORD_PROBLEMS: dict[str, Any] = {
    "wrong": _("现在的密码不对。"),
    "same": _("新密码不能与现在的相同。"),
    "holds_login": _("新密码不能包含登录名。"),
    "differ": _("两次填写的新密码不一致。"),
}

FACTORS: dict[str, Any] = {"totp": _("动态口令"), "webauthn": _("通行密钥"), "recovery_codes": _("恢复码")}

WAYS: dict[str, Any] = {
    "password": _("密码"), "outside": _("统一身份认证"), "totp": _("密码和动态口令"), "webauthn": _("密码和通行密钥"), "recovery_codes": _("密码和恢复码"),
}
"""What was shown at log-in."""

FACTOR_PROBLEMS: dict[str, Any] = {
    "password": _("现在的密码不对。"),
    "code": _("口令不对。请核对手机的时间是自动设置的，用新的口令再试。"),
    "has_totp": _("动态口令已经启用；换手机的，先移除旧的。"),
    "many_keys": _("已经登记了十把通行密钥，请先移除不用的。"),
    "no_name": _("现在的网址是数字地址，通行密钥用不了。请改用带名称的网址打开本系统。"),
    "passkey": _("密钥没有登记成。请再试一次。"),
    "gone": _("已经没有了。"),
    "last": _("担任的角色要求第二因素，最后一种不能移除；请先添加另一种。"),
    "own": _("不能为本人办理，请由另外两位有权限的人办理。"),
    "second_person": _("登记的人不能自己确认，请另一位有权限的人确认。"),
    "reason": _("请写明怎样确认是本人、因为什么，不超过 300 个字。"),
    "no_factor": _("这个账号没有第二因素，不必重置。"),
    "asked": _("已经登记过，等另一位有权限的人确认。"),
}

OUTSIDE_PROBLEMS: dict[str, Any] = {
    "unreachable": _("现在连不上统一身份认证。请用登录名和密码登录，或者过一会儿再试。"),
    "state": _("这次认证已经过期，或者不是从这个浏览器开始的。请回登录页重新开始。"),
    "denied": _("统一身份认证没有同意这次登录。"),
    "token": _("统一身份认证的回答没有通过核验，没有登录。请告知运维人员。"),
    "issuer": _("统一身份认证的回答不是所设的签发方给出的，没有登录。请告知运维人员。"),
    "nonce": _("统一身份认证的回答不是给这一次登录的，没有登录。请回登录页重新开始。"),
    "audience": _("统一身份认证的回答不是给本系统的，没有登录。请告知运维人员。"),
    "expired": _("统一身份认证的回答已经过期。请核对两边的时间，再重新登录。"),
    "unknown": _("这个身份还没有关联本系统的账号。请先用登录名和密码登录，在“我的账号”里关联；没有账号的，请找本委组织员。"),
}

LINK_PROBLEMS: dict[str, Any] = {
    "password": _("现在的密码不对。"),
    "linked": _("这个账号已经关联了一个身份；要换的，先取消关联。"),
    "taken": _("这个身份已经关联了另一个账号；一个身份只开一个账号。"),
}

BROWSERS: dict[str, Any] = {
    "wechat": _("微信"), "dingtalk": _("钉钉"), "qq": _("QQ 浏览器"), "uc": _("UC 浏览器"), "edge": "Edge", "firefox": "Firefox", "chrome": "Chrome",
    "safari": "Safari",
}
SYSTEMS: dict[str, Any] = {
    "harmony": _("鸿蒙"), "android": _("安卓"), "iphone": "iPhone", "ipad": "iPad", "windows": "Windows", "mac": "Mac", "uos": _("统信"),
    "kylin": _("麒麟"), "linux": "Linux",
}


def device_words(codes: str) -> str:
    """A device's two codes (rules/devices.py) in words: "Edge · Windows"."""
    browser, _space, system = codes.partition(" ")
    said = [str(words) for words in (BROWSERS.get(browser), SYSTEMS.get(system)) if words]
    return " · ".join(said) or str(_("不认识的设备"))
