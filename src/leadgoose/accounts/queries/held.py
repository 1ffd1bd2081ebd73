"""What the accounts hold about one person: the log-in, its roles, when it was last used (ground/holdings)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.accounts.models import OutsideIdentity
from leadgoose.accounts.words import ROLES, device_words
from leadgoose.ground.access.models import Grant, SignIn, User
from leadgoose.ground.access.roles import Role
from leadgoose.ground.holdings import Held, Whose
from leadgoose.ground.listed import bracketed
from leadgoose.roster.queries.named import names_of


def held(whose: Whose) -> Iterator[Held]:
    """Six queries. The log-ins are told to the person only: the office sees none of them."""
    users = list(User.objects.filter(person_key=whose.key).order_by("pk"))
    for user in users:
        state = _("在用") if user.is_active else _("已停用")
        yield Held("access.User.login", bracketed(user.login, state), "page", timezone.localdate(user.created_at), user.login)
        if user.last_login is not None:
            yield Held("access.User.last_login", timezone.localtime(user.last_login).strftime("%Y-%m-%d %H:%M"), "log_in")
    grants = list(Grant.objects.filter(user__in=users).order_by("since", "pk"))
    names = names_of({one.key for one in grants})
    for grant in grants:
        until = grant.until.isoformat() if grant.until else _("今")
        told = _("%(place)s%(role)s，%(since)s 至 %(until)s") % {
            "place": names.get(grant.key, ""), "role": ROLES[Role(grant.role)], "since": grant.since.isoformat(), "until": until}
        yield Held("access.Grant.role", told, "page", timezone.localdate(grant.granted_at), str(grant.pk), grant.granted_by)
    if whose.own:
        for row in SignIn.objects.filter(user__in=users).order_by("-since"):
            told = _("%(device)s，%(since)s 登录，地址 %(address)s") % {
                "device": device_words(row.device), "since": timezone.localtime(row.since).strftime("%Y-%m-%d %H:%M"),
                "address": row.address}
            yield Held("access.SignIn.device", told, "log_in", timezone.localdate(row.since), str(row.pk))
    for link in OutsideIdentity.objects.filter(user__in=users).order_by("pk"):
        state = _("已停用") if link.ended_at else _("在用")
        yield Held("accounts.OutsideIdentity.identity_index", state, "log_in", timezone.localdate(link.linked_at), str(link.pk))
